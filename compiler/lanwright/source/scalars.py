"""Plain scalars by YAML 1.2's core schema: `no`, `22:80` and a MAC address stay strings."""

from __future__ import annotations

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,16}")
_OCTAL = re.compile(r"0o[0-7]{1,20}")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

STANDARD_TAGS = frozenset({f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null")})
"""Tags that a scalar may carry; any other is refused."""


def resolve(text: str, tag: str | None, *, plain: bool) -> str | int | float | bool | None:
    """The value of a scalar as written; quoted text and `!!str` are strings whatever they look like.

    Numbers of absurd length stay strings, so that no digit is ever lost (YAML 1.2.2, section 10.3.2).
    """
    if not plain or (tag or "").endswith(":str"):
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    return _number(text)


def _number(text: str) -> str | int | float:
    if _WHOLE.fullmatch(text):
        return int(text)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _REAL.fullmatch(text) and len(text) <= 32:
        return float(text)
    return text
