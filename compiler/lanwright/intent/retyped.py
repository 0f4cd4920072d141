"""A value of another type than its key takes, in the type that was meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

YAML_1_1 = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""Switches as YAML 1.1 knew them, and the words of 1.2."""


class Retyped(NamedTuple):
    """What to write; `sure` where it is what was written, and not only like it."""

    value: Any
    sure: bool = True


def retyped(error: ErrorDetails, written: str) -> Retyped | None:
    """The value of an error as its key takes it; `written` is its text to the letter, since 28.10 is no 28.1."""
    kind, value = error["type"], error["input"]
    if isinstance(value, int | float) and wants_text(error):
        return None if isinstance(value, bool) else Retyped(written)
    if kind == "tuple_type" and isinstance(value, str | int | float):
        return Retyped([value])
    return _from_text(kind, value, error) if isinstance(value, str) else None


def _from_text(kind: str, value: str, error: ErrorDetails) -> Retyped | None:
    lower = value.lower()
    if kind == "bool_type" and YAML_1_1.get(lower, lower) in ("true", "false"):
        return Retyped(YAML_1_1.get(lower, lower) == "true")
    if kind == "int_type" and value.isdecimal() and value.isascii():
        return Retyped(int(value))
    near = nearest_word(value, error) if kind == "literal_error" else None
    return Retyped(near, sure=near == lower) if near else None


def nearest_word(value: str, error: ErrorDetails) -> str | None:
    """The word that the key takes and that is most like the value."""
    allowed = [word.strip("'") for word in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    return next(iter(difflib.get_close_matches(value.lower(), allowed, n=1)), None)


def wants_text(error: ErrorDetails) -> bool:
    """Whether a number lacks nothing but quotes."""
    in_quotes = isinstance(error["input"], float) and "in quotes" in str(error.get("ctx"))
    return "text" in error["msg"] or in_quotes
