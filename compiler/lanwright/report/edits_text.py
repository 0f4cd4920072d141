"""Edits in words: what stands there, and what is to stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Diagnostic, Edit
    from lanwright.report.sources import Sources

_LONGEST = 100
"""Code points of a text that are shown."""


def told(item: Diagnostic, sources: Sources) -> str:
    """`LW207 lanwright.yaml:9:15: 192.168.0.5/22 -> 192.168.0.0/22`: what was mended, and how."""
    edits = ", ".join(edit.removesuffix(_elsewhere(one, item, sources)) for edit, one in _both(item, sources))
    return printable(f"{item.code} {sources.place(item.origin.span)}: {edits}")


def shown(item: Diagnostic, sources: Sources) -> Iterator[str]:
    """Each edit: `192.168.0.5/22 -> 192.168.0.0/22`, `+ gateway: 192.168.0.1`, `- mac: 02:00:00:00:00:01`.

    One of another line says where it is.
    """
    yield from (edit for edit, _ in _both(item, sources))


def _both(item: Diagnostic, sources: Sources) -> Iterator[tuple[str, Edit]]:
    for edit in item.edits:
        yield f"{_change(edit, sources)}{_elsewhere(edit, item, sources)}", edit


def _change(edit: Edit, sources: Sources) -> str:
    old, new = (_short(sources.conceal(_on_one_line(one))) for one in (sources.text(edit.span), edit.text))
    if old and new:
        return f"{old} -> {new}"
    return f"- {old}" if old else f"+ {new}"


def _elsewhere(edit: Edit, item: Diagnostic, sources: Sources) -> str:
    same = edit.span.file == item.origin.span.file and edit.span.line == item.origin.span.line
    return "" if same else f" ({sources.place(edit.span)})"


def _on_one_line(text: str) -> str:
    """A text without the commas and blanks around it."""
    return " ".join(text.split()).strip(", ")


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
