"""Findings as workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.report.printable import printable
from lanwright.report.text import in_order
from lanwright.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.diagnostics import Diagnostic
    from lanwright.report.sources import Sources

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def findings_github(diagnostics: Iterable[Diagnostic], sources: Sources) -> str:
    """One line a finding, in the order of the text; nothing for none."""
    return "".join(f"{_command(item, sources)}\n" for item in in_order(diagnostics))


def _command(item: Diagnostic, sources: Sources) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(item, sources))
    said = "\n".join(printable(line) for line in _said(item, sources))
    return f"::{_COMMANDS[item.severity]} {properties}::{_data(said)}"


def _properties(item: Diagnostic, sources: Sources) -> Iterator[tuple[str, str]]:
    """The place, and a title; columns only within one line, for GitHub takes no others."""
    span = item.origin.span
    if span.file:
        yield "file", printable(sources.shown(span.file))
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    rule = catalogue().get(item.code)
    yield "title", f"{item.code} {rule.name}" if rule else item.code


def _said(item: Diagnostic, sources: Sources) -> Iterator[str]:
    yield item.message
    for related in item.related:
        place = sources.place(related.origin.span)
        yield f"note: {related.message} ({place})" if place else f"note: {related.message}"
    if item.why:
        yield f"why: {item.why}"
    if item.fix:
        yield f"fix: {item.fix}"


def _data(text: str) -> str:
    """What a command says, with the three characters that end it escaped, as @actions/core does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value; `:` and `,` would end it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
