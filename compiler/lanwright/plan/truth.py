"""Driver options that are true or false, as Docker reads them (Go's strconv.ParseBool); what isn't given is neither."""

from __future__ import annotations

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})


def is_true(text: str | None) -> bool:
    """Whether Docker takes it for true."""
    return text in _TRUE


def is_false(text: str | None) -> bool:
    """Whether Docker takes it for false."""
    return text in _FALSE
