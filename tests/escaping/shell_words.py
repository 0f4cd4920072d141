"""A shell script as POSIX.1-2017, 2.3 reads it: words without their quotes, operators, here-documents line by line.

What is to be expanded is told from what isn't: in a word, `$` and a backquote that a quote keeps from meaning anything are
themselves, those that do mean something have `EXPANDS` before them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPANDS = "\ue000"
_HERE = re.compile(r"<<'(\w+)'")


def shell_words(text: str) -> list[str]:
    """The tokens of a script; a newline is one, a comment is none."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    at, ending = 0, ""
    while at < len(text):
        letter = text[at]
        if letter == "\n":
            yield letter
            at += 1
            while ending and at < len(text):
                line, _, _ = text[at:].partition("\n")
                at += len(line) + 1
                yield line
                ending = "" if line == ending else ending
        elif letter in " \t" or text.startswith("\\\n", at):
            at += 1 if letter in " \t" else 2
        elif letter == "#":
            at += len(text[at:].partition("\n")[0])
        elif found := _HERE.match(text, at):
            ending, at = found[1], found.end()
            yield found[0]
        elif letter in ";&|<>()":
            yield letter
            at += 1
        else:
            word, at = _word(text, at)
            yield word


def _word(text: str, at: int) -> tuple[str, int]:
    word = ""
    while at < len(text) and text[at] not in " \t\n;&|<>()":
        letter = text[at]
        if letter == "'":
            end = text.find("'", at + 1)
            end = len(text) if end < 0 else end
            word, at = word + text[at + 1 : end], end + 1
        elif letter == '"':
            inner, at = _double(text, at + 1)
            word += inner
        elif letter == "\\":
            word, at = word + text[at + 1 : at + 2], at + 2
        else:
            word, at = word + (f"{EXPANDS}{letter}" if letter in "$`*?[~" else letter), at + 1
    return word, at


def _double(text: str, at: int) -> tuple[str, int]:
    inner = ""
    while at < len(text) and text[at] != '"':
        if text[at] == "\\" and text[at + 1 : at + 2] in ("$", "`", '"', "\\", "\n"):
            inner, at = inner + text[at + 1], at + 2
        else:
            inner, at = inner + (f"{EXPANDS}{text[at]}" if text[at] in "$`" else text[at]), at + 1
    return inner, at + 1
