"""Findings as text: code, place, the line it is about, carets, why and fix."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.report.edits_text import shown
from lanwright.report.excerpt import excerpt
from lanwright.report.paint import Paint, Role, plain
from lanwright.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lanwright.diagnostics import Diagnostic, Related
    from lanwright.report.sources import Seen, Sources


def text(diagnostics: Iterable[Diagnostic], sources: Sources, paint: Paint = plain) -> str:
    """All findings in the order of the text, an empty line between two; nothing for none."""
    return "\n".join(one(item, sources, paint) for item in in_order(diagnostics))


def one(item: Diagnostic, sources: Sources, paint: Paint = plain) -> str:
    """One finding, with its final line break."""
    margin = " " * len(str(item.origin.span.line))
    return "".join(f"{line}\n" for line in _lines(item, sources, paint, margin))


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`1 error, 2 warnings`, or `no findings`."""
    number = Counter(item.severity for item in diagnostics)
    said = [f"{number[one]} {one}{'s' if number[one] > 1 else ''}" for one in Severity if number[one]]
    return ", ".join(said) or "no findings"


def mendable(diagnostics: Iterable[Diagnostic], asked: Callable[[str], bool]) -> str:
    """How many findings `--fix` mends: those asked for whose edits need no person to choose; nothing where there are none."""
    safe = [bool(item.safe and item.edits and asked(item.code)) for item in diagnostics]
    which = "it" if len(safe) == 1 else "all of them" if all(safe) else f"{sum(safe)} of them"
    return f"`--fix` mends {which}" if any(safe) else ""


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by place, then by code."""
    return sorted(diagnostics, key=lambda item: (item.origin.span, item.code, item.message))


def _lines(item: Diagnostic, sources: Sources, paint: Paint, margin: str) -> Iterator[str]:
    head = paint(f"{item.severity}[{item.code}]", Role(item.severity))
    yield f"{head}{paint(f': {printable(item.message)}', Role.TITLE)}"
    place = sources.place(item.origin.span)
    if place:
        yield f"{margin}{paint('-->', Role.FRAME)} {printable(place)}"
    seen = sources.seen(item.origin.span)
    notes = item.related
    if seen is not None:
        yield from _snippet(item, seen, sources, paint)
        notes = notes[1:]
    for label, said in _remarks(item, notes, sources):
        yield f"{margin} {paint(f'= {label}:', Role.LABEL)} {printable(said)}"


def _snippet(item: Diagnostic, seen: Seen, sources: Sources, paint: Paint) -> Iterator[str]:
    """The gutter, the line, and the carets with what stands at the nearest related place."""
    span = seen.span
    margin = " " * len(str(span.line))
    shown, indent, carets = excerpt(seen.line, span)
    said = f" {printable(_related(item.related[0], sources))}" if item.related else ""
    yield paint(f"{margin} |", Role.FRAME)
    yield f"{paint(f'{span.line} |', Role.FRAME)} {shown}".rstrip()
    yield f"{paint(f'{margin} |', Role.FRAME)} {indent}{paint(carets + said, Role(item.severity))}"


def _remarks(item: Diagnostic, notes: Iterable[Related], sources: Sources) -> Iterator[tuple[str, str]]:
    for note in notes:
        yield "note", _related(note, sources)
    if item.why:
        yield "why", item.why
    if item.fix:
        yield "fix", item.fix
    for edit in shown(item, sources):
        yield "edit" if item.safe else "suggested edit", edit


def _related(related: Related, sources: Sources) -> str:
    place = sources.place(related.origin.span)
    return f"{related.message} ({place})" if place else related.message
