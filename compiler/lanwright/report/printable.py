"""Text that is safe to show: nothing in it moves the cursor, changes colours or turns the reading direction."""

from __future__ import annotations

import unicodedata

_TAB = "    "


def printable(text: str) -> str:
    """The text with every character that can't be seen written as its escape; a tab becomes four spaces."""
    return text if text.isprintable() else "".join(map(_shown, text))


def columns(text: str) -> int:
    """How many columns of a terminal a printable text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _shown(character: str) -> str:
    if character == "\t":
        return _TAB
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
