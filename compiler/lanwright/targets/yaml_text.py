"""Data as YAML text that every reader takes for the same data: YAML 1.1 (PyYAML) and 1.2 (compose's Go parser).

In: dictionaries, lists and scalars, with compose's merge tags as `Override` and `RESET`. Out: block style, keys in the
given order. A string is quoted wherever a reader of either version could take it for something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Override:
    """A value that takes the whole place of what earlier files say: compose's `!override`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Reset:
    """Takes away what earlier files say: compose's `!reset`."""


RESET = Reset()


class _Dumper(yaml.SafeDumper):
    """PyYAML's own, with list items set in and no references (`&id001`) between equal values."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's own signature
        del indentless
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def dump(data: Any) -> str:
    """Return the data as one YAML document."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def _override(dumper: _Dumper, override: Override) -> yaml.Node:
    node = dumper.represent_data(override.value)
    node.tag = "!override"
    return node


def _reset(dumper: _Dumper, reset: Reset) -> yaml.Node:
    del reset
    return dumper.represent_sequence("!reset", [])


_Dumper.add_representer(Override, _override)
_Dumper.add_representer(Reset, _reset)

# The dumper quotes a string that it would itself read as another type. PyYAML's rules are those of YAML 1.1 without
# `y` and `n`; these are the rest, and the core schema of YAML 1.2.2, 10.3.2.
_ELSEWHERE = (
    r"[yYnN]",
    r"[-+]?[0-9]+(:[0-9]+)+",
    r"[-+]?0o?[0-7_]+",
    r"[-+]?0b[01_]+",
    r"[-+]?0x[0-9a-fA-F_]+",
    r"[-+]?[0-9][0-9_]*",
    r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?",
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
)
_Dumper.add_implicit_resolver(
    "tag:lanwright,2026:not-a-string",
    re.compile(f"^(?:{'|'.join(_ELSEWHERE)})$"),
    list("yYnN-+.0123456789"),
)
