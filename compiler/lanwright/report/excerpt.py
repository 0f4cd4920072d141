"""A line of the intent and the carets below it, fit for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.report.printable import columns, printable

if TYPE_CHECKING:
    from lanwright.diagnostics import Span

LIMIT = 120
"""Code points of a line that are shown; a longer line is cut around its span."""

_BEFORE = 40
"""Code points shown before the span of a line that is cut."""

_CUT = "…"


class Excerpt(NamedTuple):
    """The line as shown, how far the carets are indented, and the carets."""

    line: str
    indent: str
    carets: str


def excerpt(line: str, span: Span) -> Excerpt:
    """Cut and clean a line; carets stand under the part of the span that is shown, at least one."""
    first = min(span.column - 1, len(line))
    last = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    last = max(first, last)
    line = line[: max(last, len(line.rstrip()))]
    start = 0 if last <= LIMIT else max(0, first - _BEFORE)
    end = min(len(line), start + LIMIT)
    before, after = _CUT if start else "", _CUT if end < len(line) else ""
    indent = columns(before + printable(line[start:first]))
    marked = columns(printable(line[first : min(last, end)]))
    return Excerpt(before + printable(line[start:end]) + after, " " * indent, "^" * max(1, marked))
