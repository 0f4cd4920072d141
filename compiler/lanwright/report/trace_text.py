"""A trace as a story: the way there, the way back, and what became of it; or a matrix, line by line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain
from lanwright.report.printable import printable
from lanwright.report.sheet import piped
from lanwright.trace.packet import shown
from lanwright.trace.reasons import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.diagnostics import Origin
    from lanwright.report.sources import Sources
    from lanwright.trace import Cell, Trace
    from lanwright.trace.step import Step


def trace_text(found: Trace, sources: Sources, remedies: Sequence[str] = (), paint: Paint = plain) -> str:
    """The whole story; `remedies` are changes of the intent that were tried, each in a sentence."""
    return "".join(f"{line}\n" for line in _story(found, sources, remedies, paint))


def _story(found: Trace, sources: Sources, remedies: Sequence[str], paint: Paint) -> Iterator[str]:
    yield paint(f"{found.flow.source} asks {meant(found)}, {found.flow.asked}", Role.TITLE)
    yield from _way(found.request.steps, sources)
    if found.reply is not None:
        yield ""
        yield paint(f"the reply of {found.answered_by}", Role.TITLE)
        yield from _way(found.reply.steps, sources)
    yield ""
    yield from _end(found, paint)
    yield from (f"  = fix: {text}" for text in remedies)
    yield from (f"  = assumed: {text}" for text in found.assumptions)


def _way(steps: Iterable[Step], sources: Sources) -> Iterator[str]:
    """Namespace by namespace, each step on a line with the place of the intent that it comes of."""
    for namespace, members in groupby(steps, key=lambda step: step.namespace.name):
        yield f"  {namespace}"
        for step in members:
            place = at(step.origin, sources)
            yield printable(f"    {step.stage:<9} {step.text}{f'  [{place}]' if place else ''}")


def _end(found: Trace, paint: Paint) -> Iterator[str]:
    if found.verdict == "delivered":
        yield f"{paint('delivered', Role.ADDED)}: {found.answered_by} sees {found.seen_as}"
        return
    if found.verdict == "not_modelled":
        yield f"{paint('not modelled', Role.WARNING)}: {found.missing}"
        return
    lost = "the reply is lost" if found.reply is not None else "it is lost"
    yield f"{paint('dropped', Role.ERROR)}: {lost}, {found.reason}"
    yield f"  = why: {REASONS[found.reason or ''].title}"
    yield f"  = here: {found.detail}"


def at(origin: Origin, sources: Sources) -> str:
    """`lanwright.yaml:31`, or nothing where no line of the intent caused it."""
    return f"{sources.shown(origin.span.file)}:{origin.span.line}" if origin.path else ""


def meant(found: Trace) -> str:
    """How the receiver is called: by name with its address, or by address alone."""
    address = str(found.flow.destination)
    return address if found.flow.to in ("", address) else f"{found.flow.to} at {address}"


def matrix_text(cells: Iterable[Cell], paint: Paint = plain) -> str:
    """By who asks: whom, where, and what comes of it."""
    return "".join(f"{line}\n" for line in _lines(cells, paint))


def _lines(cells: Iterable[Cell], paint: Paint) -> Iterator[str]:
    for name, members in groupby(cells, key=lambda cell: cell.asking.full):
        yield paint(name, Role.TITLE)
        for cell in members:
            yield f"    {cell.meant.full:<24} {door(cell.found):<36} {outcome(cell.found)}"


def door(found: Trace) -> str:
    """`192.168.0.241:80/tcp`, or an address that is pinged."""
    flow = found.flow
    return (
        f"{shown(flow.destination, flow.port)}/{flow.protocol}" if flow.port else f"{flow.destination} ping"
    )


def outcome(found: Trace) -> str:
    """In a few words."""
    if found.verdict == "delivered":
        return f"seen as {found.seen_as}"
    if found.verdict == "not_modelled":
        return f"not modelled: {found.missing}"
    return f"{'reply lost: ' if found.reply else ''}{found.reason}"


def matrix_markdown(cells: Iterable[Cell]) -> str:
    """A table for a page."""
    lines = [piped(("from", "to", "at", "outcome")), "| --- | --- | --- | --- |"]
    lines += [
        piped((cell.asking.full, cell.meant.full, door(cell.found), outcome(cell.found))) for cell in cells
    ]
    return "".join(f"{line}\n" for line in lines)
