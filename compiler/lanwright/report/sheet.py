"""A report of headings, lines and tables, and its two looks: plain text and Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain
from lanwright.report.printable import columns, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of level 1 to 3 with what stands below it; a table's first row is its header."""

    title: str
    level: int
    lines: tuple[str, ...] = ()
    table: tuple[Row, ...] = ()


def as_text(sections: Iterable[Section], paint: Paint = plain) -> str:
    """The report for a terminal: headings by indentation, tables by columns."""
    return "\n".join("".join(f"{line.rstrip()}\n" for line in _text(section, paint)) for section in sections)


def as_markdown(sections: Iterable[Section]) -> str:
    """The report for a wiki or a pull request."""
    return "\n".join("".join(f"{line}\n" for line in _markdown(section)) for section in sections)


def _text(section: Section, paint: Paint) -> Iterator[str]:
    outer = "  " * (section.level - 1)
    yield outer + paint(printable(section.title), Role.TITLE)
    for line in section.lines:
        yield f"{outer}  {printable(line)}"
    if section.table:
        header, *rows = _aligned(section.table)
        yield f"{outer}  {paint(header, Role.FRAME)}"
        yield from (f"{outer}  {row}" for row in rows)


def _aligned(table: Sequence[Row]) -> Iterator[str]:
    cells = [[printable(cell) for cell in row] for row in table]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()


def _markdown(section: Section) -> Iterator[str]:
    yield f"{'#' * section.level} {_escaped(section.title)}"
    if section.lines:
        yield ""
        yield from (f"- {_escaped(line)}" for line in section.lines)
    if section.table:
        header, *rows = section.table
        yield ""
        yield piped(header)
        yield piped(["---"] * len(header))
        yield from map(piped, rows)


def piped(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands (CommonMark 2.4: a backslash before punctuation)."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>|#" else one for one in printable(text))
