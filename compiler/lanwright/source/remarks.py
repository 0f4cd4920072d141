"""Comments that speak to Lanwright, `# lanwright: ...`: found between the parser's own tokens.

A `#` within quotes or within a block of text belongs to a token, so what is left between two tokens is white space and
comments, by the parser's own judgement. Texts without such a comment aren't read a second time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from lanwright.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGN = "lanwright:"
_ADDRESSED = re.compile(rf"#+[ \t]*{_SIGN}[ \t]*(?P<words>.*?)[ \t]*")
_ANOTHER = re.compile(r"[ \t]+(?=#)")
_BREAK = re.compile("\r\n|\r|\n")


class Remark(NamedTuple):
    """What a comment tells Lanwright: its words, its place, and the line that it is about (0: none).

    Behind text that is its own line; on a line of its own it is the next line that holds more than comments.
    `told` is the place of the words alone, `gone` what goes with the remark, so that the line's other text stays as it is.
    """

    words: str
    span: Span
    line: int
    told: Span
    gone: Span


def remarks(text: str, name: str, loader: type[Any]) -> tuple[Remark, ...]:
    """Every remark of a text that can be parsed, in the text's order.

    A ` #` within a comment begins another comment, so that a remark may stand beside other people's.
    """
    if _SIGN not in text:
        return ()
    return tuple(_remarks(text, name, loader))


def _remarks(text: str, name: str, loader: type[Any]) -> Iterator[Remark]:
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    for number, column, comment, line in _comments(text, starts, loader):
        parts = list(_parts(comment))
        for index, part in enumerate(parts):
            found = _ADDRESSED.fullmatch(comment, *part)
            if found:
                span, told = (
                    Span(name, number, column + first, number, column + last)
                    for first, last in (found.span(), found.span("words"))
                )
                before = text[starts[number - 1] : starts[number - 1] + column - 1]
                gone = _gone(span, before, [column + edge for edge in _edges(parts, index)], len(starts))
                yield Remark(found["words"], span, line, told, gone)


def _edges(parts: list[tuple[int, int]], index: int) -> Iterator[int]:
    """Where the comment before a part ends, and where the one behind it begins, if there are such."""
    if index:
        yield parts[index - 1][1]
    elif len(parts) > 1:
        yield parts[1][0]


def _gone(span: Span, before: str, edges: list[int], lines: int) -> Span:
    """A remark with the blanks between it and other text; a line that holds nothing else goes as a whole."""
    for edge in edges:
        return span._replace(column=min(edge, span.column), end_column=max(edge, span.end_column))
    text = before.rstrip(" \t")
    if text:
        return span._replace(column=len(text) + 1)
    if span.line == lines:
        return span._replace(column=1)
    return span._replace(column=1, end_line=span.line + 1, end_column=1)


def _parts(comment: str) -> Iterator[tuple[int, int]]:
    """Where the comments within a comment begin and end."""
    start = 0
    for gap in _ANOTHER.finditer(comment):
        yield start, gap.start()
        start = gap.end()
    yield start, len(comment)


def _comments(text: str, starts: list[int], loader: type[Any]) -> Iterator[tuple[int, int, str, int]]:
    """Line, column, text and the line that it is about of each comment."""
    for begin, end, first, last in _gaps(text, loader):
        number = first
        for piece in _BREAK.split(text[begin:end]):
            at = piece.find("#")
            if at >= 0:
                place = begin if number == first else starts[number - 1]
                column = place - starts[number - 1] + at + 1
                alone = not text[starts[number - 1] : place + at].strip(" \t")
                yield number, column, piece[at:], last if alone else number
            number += 1


def _gaps(text: str, loader: type[Any]) -> Iterator[tuple[int, int, int, int]]:
    """What lies between two tokens: begin, end, its first line, and the line of the token behind it (0: none)."""
    index, line = 0, 1
    for token in yaml.scan(text, Loader=loader):
        start, end = token.start_mark, token.end_mark
        if isinstance(token, yaml.StreamEndToken):
            yield index, len(text), line, 0
            return
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield from _header(text, start)
        if start.index > index:
            yield index, start.index, line, start.line + 1 if start.index < len(text) else 0
        if end.index > index:
            index, line = end.index, end.line + 1


def _header(text: str, start: Any) -> Iterator[tuple[int, int, int, int]]:
    """The line of a block of text that says `|` or `>`: whatever begins with `#` there is a comment."""
    found = _BREAK.search(text, start.index)
    yield start.index, found.start() if found else len(text), start.line + 1, 0
