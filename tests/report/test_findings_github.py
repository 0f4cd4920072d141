"""Findings as workflow commands: read back as the runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lanwright.diagnostics import NOWHERE, Diagnostic, Related, Severity
from lanwright.report.findings_github import findings_github
from lanwright.report.printable import printable
from tests.report.hostile import FINDING, FINDINGS, HERE, ORDINARY, SOURCES

if TYPE_CHECKING:
    from lanwright.report.sources import Sources


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command's name, properties and data, unescaped as actions/runner does (ActionCommand.cs)."""
    head, _, data = line.removeprefix("::").partition("::")
    name, _, properties = head.partition(" ")
    pairs = (one.split("=", 1) for one in properties.split(","))
    return name, {key: _property(value) for key, value in pairs}, _data(data)


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _property(text: str) -> str:
    return _data(text.replace("%3A", ":").replace("%2C", ","))


def test_a_finding_is_an_annotation_of_its_line() -> None:
    assert findings_github([FINDING], ORDINARY) == (
        "::warning file=samples/a.yaml,line=2,endLine=2,col=3,endColumn=6,title=LW201 overlapping-pools::"
        "the pool a overlaps b%0Anote: the other (samples/b.yaml:1:1)%0Awhy: because%0Afix: mend it\n"
    )


def test_severities_are_github_s() -> None:
    items = [replace(FINDING, severity=severity, message=f"{at}") for at, severity in enumerate(Severity)]
    lines = findings_github(items, ORDINARY).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def test_several_lines_have_no_columns() -> None:
    """GitHub refuses columns there."""
    item = replace(FINDING, origin=HERE._replace(span=HERE.span._replace(end_line=4)))
    assert set(read(findings_github([item], ORDINARY).rstrip("\n"))[1]) == {
        "file",
        "line",
        "endLine",
        "title",
    }


def test_what_no_line_caused_has_a_title_only() -> None:
    item = replace(FINDING, origin=NOWHERE, related=(Related(NOWHERE, "the other"),), code="LW999")
    assert findings_github([item], ORDINARY) == (
        "::warning title=LW999::the pool a overlaps b%0Anote: the other%0Awhy: because%0Afix: mend it\n"
    )


def test_no_findings_are_no_lines() -> None:
    assert findings_github([], ORDINARY) == ""


@given(st.lists(FINDINGS, max_size=4), SOURCES)
def test_any_text_stays_within_its_command(items: list[Diagnostic], sources: Sources) -> None:
    """One line each; what the runner reads back is what we said, and it finds no other command."""
    shown = findings_github(items, sources)
    lines = shown.splitlines()
    assert len(lines) == len(items)
    assert shown.isprintable() or set(re.findall(r"[^ -~]", shown)) >= {"\n"}
    said = sorted(
        (printable(item.message), printable(sources.shown(item.origin.span.file))) for item in items
    )
    told = []
    for line in lines:
        name, properties, data = read(line)
        assert name in ("error", "warning", "notice")
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        told.append((data.split("\n")[0], properties.get("file", "")))
    assert sorted(told) == said
