"""Findings as SARIF 2.1.0, for code scanning: relative places, stable fingerprints, no clock, no machine.

The rules of the run are those that found something, with their pages. Columns are counted in code points, ends are
exclusive, as ours are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lanwright import __version__
from lanwright.diagnostics import Severity
from lanwright.report.fingerprint import fingerprints
from lanwright.report.printable import printable
from lanwright.report.rule_markdown import marked_up, story
from lanwright.report.text import in_order
from lanwright.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.diagnostics import Diagnostic, Edit, Origin, Related, Span
    from lanwright.report.sources import Sources
    from lanwright.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "lanwrightFinding/v1"
"""Not GitHub's own `primaryLocationLineHash`, which its upload computes and compares."""


def findings_sarif(diagnostics: Iterable[Diagnostic], sources: Sources) -> str:
    """One run with its rules and results, in the order of the text."""
    items = in_order(diagnostics)
    codes = sorted({item.code for item in items})
    found = zip(items, fingerprints(items, sources), strict=True)
    driver = {
        "name": "Lanwright",
        "version": __version__,
        "rules": [_rule(code, catalogue().get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, codes.index(item.code), mark, sources) for item, mark in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    said = rule.page.partition("\n")[2].strip()
    explain = f"`lanwright explain {code}` shows a bad and a good example."
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": _unlinked(f"{rule.title}.")},
        "fullDescription": {"text": _unlinked(said.partition("\n\n")[0])},
        "help": {
            "text": _unlinked(f"{rule.title}.\n\n{said}\n\n{explain}"),
            "markdown": f"**{marked_up(rule.title)}.**\n\n{story(rule)}\n\n{explain}",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(item: Diagnostic, index: int, mark: str, sources: Sources) -> dict[str, Any]:
    placed = [one for one in item.related if one.origin.span.file]
    shown: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": "\n".join(map(_text, _said(item)))},
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if item.origin.span.file:
        shown["locations"] = [_location(item.origin, sources)]
    if placed:
        shown["relatedLocations"] = [_related(number, one, sources) for number, one in enumerate(placed)]
    if item.edits:
        shown["fixes"] = [_fix(item, sources)]
    return shown


def _said(item: Diagnostic) -> Iterator[str]:
    yield item.message
    yield from (f"Note: {one.message}" for one in item.related if not one.origin.span.file)
    if item.why:
        yield f"Why: {item.why}"
    if item.fix:
        yield f"Fix: {item.fix}"


def _location(origin: Origin, sources: Sources) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": _uri(origin.span, sources)}, "region": _region(origin.span)}
    location: dict[str, Any] = {"physicalLocation": place}
    if origin.path:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(origin.dotted)}]
    return location


def _related(number: int, related: Related, sources: Sources) -> dict[str, Any]:
    return {"id": number} | _location(related.origin, sources) | {"message": {"text": _text(related.message)}}


def _fix(item: Diagnostic, sources: Sources) -> dict[str, Any]:
    files: dict[str, list[Edit]] = {}
    for edit in item.edits:
        files.setdefault(_uri(edit.span, sources), []).append(edit)
    changes = [
        {"artifactLocation": {"uri": uri}, "replacements": [_replacement(edit) for edit in edits]}
        for uri, edits in files.items()
    ]
    return {
        "description": {"text": _text(item.fix or item.message)},
        "artifactChanges": changes,
        "properties": {"safe": item.safe},
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _uri(span: Span, sources: Sources) -> str:
    """A relative reference (RFC 3986); where the working directory is unknown, from the intent's root."""
    path = sources.shown(span.file)
    return quote(span.file if path.startswith("/") else path, safe="/", errors="surrogateescape")


def _text(words: str) -> str:
    """The words of a message as SARIF reads them: one line, and nothing in it that is a link or a placeholder."""
    return _unlinked(printable(words))


def _unlinked(words: str) -> str:
    """`[text](target)` would be a link (SARIF 3.11.6), `{0}` an argument (3.11.5)."""
    words = words.replace("](", "\\](")
    for digit in "0123456789":
        words = words.replace(f"{{{digit}", f"{{{{{digit}")
    return words
