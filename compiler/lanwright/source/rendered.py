"""Values as YAML text on one line: plain where that can't be misread, else in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lanwright.source.scalars import resolve

_PLAIN = re.compile(r"[A-Za-z0-9_./](?:[A-Za-z0-9_./:@+-]*[A-Za-z0-9_./@+-])?")
"""Text that is the same in a flow collection and outside of one."""


def rendered(value: Any, quote: str = "") -> str:
    """A value in flow style; `quote` is the kind of quotes that text keeps.

    What is no number, switch, text, map or list is text as it shows itself (an address, a subnet).
    """
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{rendered(str(key))}: {rendered(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(rendered, value))}]"
    return _text(str(value), quote)


def _text(text: str, quote: str) -> str:
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and _PLAIN.fullmatch(text) and isinstance(resolve(text), str):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
