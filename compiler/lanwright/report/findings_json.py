"""Findings as JSON, in the shape of schemas/diagnostics.schema.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity
from lanwright.report.printable import printable
from lanwright.report.text import in_order
from lanwright.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Diagnostic, Related, Span
    from lanwright.report.sources import Sources


def findings_json(diagnostics: Iterable[Diagnostic], sources: Sources) -> str:
    """The findings in the order of the text, and how many there are of each severity."""
    items = in_order(diagnostics)
    shape = {
        "diagnostics": [_finding(item, sources) for item in items],
        "summary": {f"{one}s": sum(item.severity is one for item in items) for one in Severity},
    }
    return json.dumps(shape, indent=2) + "\n"


def _finding(item: Diagnostic, sources: Sources) -> dict[str, Any]:
    rule = catalogue().get(item.code)
    return {
        "code": item.code,
        "name": rule.name if rule else "",
        "severity": item.severity.value,
        "message": printable(item.message),
        **_span(item.origin.span, sources),
        "path": item.origin.dotted,
        "why": printable(item.why),
        "help": printable(item.fix),
        "related": [_related(related, sources) for related in item.related],
        "edits": [_span(edit.span, sources) | {"text": edit.text} for edit in item.edits],
        "safe": item.safe,
    }


def _span(span: Span, sources: Sources) -> dict[str, Any]:
    return {
        "file": sources.shown(span.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _related(related: Related, sources: Sources) -> dict[str, Any]:
    return _span(related.origin.span, sources) | {
        "path": related.origin.dotted,
        "message": printable(related.message),
    }
