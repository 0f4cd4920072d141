"""Lines of an intent from data: short maps and lists in one line, as people write them."""

from __future__ import annotations

import json
import re
from typing import Any

_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
"""Texts that need no quotes: names, IPv4 addresses and prefixes, ports."""
_NOT_TEXT = re.compile(
    r"true|false|null|[-+]?\.?[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?|0[ox][0-9a-f]+", re.IGNORECASE
)
"""What YAML 1.2 reads as something else."""


def yaml_lines(data: Any) -> str:
    """The data as YAML, with a final line break; what fits into a line stands in one, from the third level on."""
    return "".join(f"{line}\n" for line in _lines(data, 0))


def _lines(data: Any, depth: int) -> list[str]:
    found: list[str] = []
    for key, value in data.items():
        head = f"{'  ' * depth}{_scalar(key)}:"
        line = f"{head} {_flow(value)}"
        is_short = len(line) <= _WIDTH and (depth > 2 or not isinstance(value, dict) or not value)
        if is_short or not isinstance(value, dict):
            found.append(line)
        else:
            found += [head, *_lines(value, depth + 1)]
    return found


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value)
    return value if plain else json.dumps(value, ensure_ascii=False)
