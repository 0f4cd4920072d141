"""Findings as JSON: the promised shape, whatever they hold."""

from __future__ import annotations

import json

from lanwright.diagnostics import NOWHERE, Diagnostic, Origin, Related, Severity, Span
from lanwright.report.findings_json import findings_json
from lanwright.report.sources import Sources
from tests.report.schemas import complaints

HERE = Origin(("hosts", "dock1", "docker"), Span("a.yaml", 31, 9, 31, 20))
FINDING = Diagnostic(
    code="LW201",
    severity=Severity.WARNING,
    message="„Überlappung“\x1b",
    origin=HERE,
    why="because",
    fix="mend it",
    related=(Related(NOWHERE, "nowhere"), Related(HERE, "here")),
)


def test_findings_have_the_shape_that_their_schema_tells() -> None:
    assert complaints(json.loads(findings_json([FINDING], Sources({}, "samples"))), "diagnostics") == []
    assert complaints(json.loads(findings_json([], Sources({}))), "diagnostics") == []


def test_a_finding_tells_its_place_its_name_and_its_fix() -> None:
    shown = json.loads(findings_json([FINDING], Sources({}, "samples")))
    finding = shown["diagnostics"][0]
    place = {"file": "samples/a.yaml", "line": 31, "column": 9, "end_line": 31, "end_column": 20}
    assert (
        finding | place | {"severity": "warning", "help": "mend it", "path": "hosts.dock1.docker"} == finding
    )
    assert finding["name"] == "overlapping-pools"
    assert finding["related"][1] | place | {"message": "here"} == finding["related"][1]
    assert shown["summary"] == {"errors": 0, "warnings": 1, "infos": 0}


def test_json_is_plain_ascii_so_that_any_terminal_can_carry_it() -> None:
    assert findings_json([FINDING], Sources({})).isascii()
