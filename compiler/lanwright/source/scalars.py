"""Plain scalars by YAML 1.2's core schema: `no`, `22:80` and a MAC address stay strings (YAML 1.2.2, 10.3.2).

Narrower than the schema in one thing: what no float or machine integer can hold (`.inf`, `.nan`, `1e999`, 19 digits
and more) stays a string, so that no digit is lost and JSON can carry every value.
"""

from __future__ import annotations

import math
import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}")
_PREFIXED = re.compile(r"0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20}")
_REAL = re.compile(r"[-+]?(?=.{1,32}$)(?=.*[.eE])(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

Scalar = str | int | float | bool | None


def resolve(text: str) -> Scalar:
    """The value of a plain scalar, as written; quoted text never comes here."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _PREFIXED.fullmatch(text):
        return int(text, 0)
    if _REAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
