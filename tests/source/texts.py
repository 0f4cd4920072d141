"""Short ways from a text to what a test looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Refused
from lanwright.source import Document, parse

if TYPE_CHECKING:
    from lanwright.diagnostics import Diagnostic, Span


def value(text: str) -> Any:
    """What the key `k` holds."""
    return parse(text, "f").data["k"]


def refused(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of each problem of a text that must be refused."""
    return [(item.code, item.origin.span.line, item.origin.span.column) for item in problems(text)]


def problems(text: str) -> tuple[Diagnostic, ...]:
    """What a text is refused with; nothing where it is taken."""
    try:
        parse(text, "f")
    except Refused as error:
        return error.diagnostics
    return ()


def key(document: Document, *path: str) -> str:
    """Where the key at the end of a path stands: `line:column-end`."""
    marks = document.marks
    for step in path:
        below = marks.child(step)
        assert below is not None
        marks = below
    assert marks.key is not None
    return where(marks.key)


def text_of(document: Document, *path: str) -> str:
    """Where the value at the end of a path stands."""
    marks = document.marks
    for step in path:
        below = marks.child(step)
        assert below is not None
        marks = below
    return where(marks.span)


def where(span: Span) -> str:
    """`line:column-end_column`, or `line:column-end_line:end_column` over several lines."""
    end = str(span.end_column) if span.end_line == span.line else f"{span.end_line}:{span.end_column}"
    return f"{span.line}:{span.column}-{end}"
