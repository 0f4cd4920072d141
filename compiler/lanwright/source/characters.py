"""Which characters an intent may hold: text that no reader, terminal or generated file can misunderstand.

YAML itself forbids most control characters (YAML 1.2.2, 5.1). Refused beyond that: the line separators that YAML 1.1
readers count as line ends and 1.2 readers don't, and a byte-order mark within the text.
"""

from __future__ import annotations

import re
import unicodedata

from lanwright.diagnostics import Span

_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Control and format characters and spaces (Unicode 4.5, general categories)."""


def unreadable(text: str, name: str) -> tuple[str, Span] | None:
    """The first character that may not stand in a file, and its place; None where all is well."""
    found = _UNREADABLE.search(text)
    if found is None:
        return None
    before = re.split("\r\n|\r|\n", text[: found.start()])
    line, column = len(before), len(before[-1]) + 1
    return found[0], Span(name, line, column, line, column + 1)


def hidden_character(text: str) -> str | None:
    """The first character of a value that only an escape can have put there."""
    found = _HIDDEN.search(text)
    return found[0] if found else None


def unseen_character(key: str) -> str | None:
    """The first character of a key that nobody sees: a line break, a tab, a space that is none, a turn of direction."""
    if key.isascii() and key.isprintable():
        return None
    return next((one for one in key if one != " " and unicodedata.category(one) in _UNSEEN), None)
