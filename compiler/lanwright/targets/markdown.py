"""Words in a page of Markdown: whatever they hold, they stay words (CommonMark 0.31: 2.4 escapes, 6.1 code spans)."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\1).)+?(?<!`)\1(?!`)")
"""A code span whose two fences are of one length."""

_MEANS_SOMETHING = re.compile(r"[\\`*<\[~]|&(?=[A-Za-z#])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def words(text: str) -> str:
    """One line of text, of which only code spans are Markdown."""
    line = _visible(text)
    pieces, end = [], 0
    for span in _CODE.finditer(line):
        pieces += [_escaped(line[end : span.start()]), span[0]]
        end = span.end()
    return "".join((*pieces, _escaped(line[end:])))


def code(text: str) -> str:
    """A code span that shows the text as it is; its fences are longer than any within."""
    line = _visible(text)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    inside = f" {line} " if "`" in (line[:1], line[-1:]) else line
    return f"{fence}{inside}{fence}"


def comment(text: str) -> str:
    """A comment of HTML; nothing in it ends it."""
    return f"<!-- {_visible(text).replace('--', '- -')} -->"


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\g<0>", text)


def _visible(text: str) -> str:
    """On one line, what can't be seen as its escape."""
    line = " ".join(text.split())
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
