"""Findings as SARIF: valid by OASIS's own schema, relative, stable, whatever they hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from lanwright.diagnostics import NOWHERE, Diagnostic, Edit, Origin, Related, Severity, Span
from lanwright.report.findings_sarif import findings_sarif
from lanwright.report.sources import Sources
from lanwright.rules import catalogue
from tests.report.hostile import FINDING, FINDINGS, HERE, ORDINARY, SOURCES

SCHEMA = json.loads((Path(__file__).parent / "sarif/sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)


def run_of(*items: Diagnostic, sources: Sources = ORDINARY) -> Any:
    """The one run of a valid report."""
    shown = json.loads(findings_sarif(items, sources))
    assert [error.message for error in VALIDATOR.iter_errors(shown)] == []
    assert (shown["version"], len(shown["runs"])) == ("2.1.0", 1)
    return shown["runs"][0]


def marks(text: str, *places: tuple[int, int, int]) -> list[str]:
    """The fingerprints of findings at places (line, column, end column) of a text."""
    items = [
        replace(FINDING, origin=Origin(HERE.path, Span("a.yaml", line, first, line, last)))
        for line, first, last in places
    ]
    return [
        result["partialFingerprints"]["lanwrightFinding/v1"]
        for result in run_of(*items, sources=Sources({"a.yaml": text}))["results"]
    ]


def test_the_schema_can_say_no() -> None:
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_no_findings_are_a_run_without_results() -> None:
    """Not a run without the list: that would mean that nothing was looked at (SARIF 3.14.23)."""
    assert run_of()["results"] == []


def test_a_result_tells_its_rule_its_place_and_what_to_do() -> None:
    run = run_of(FINDING)
    result = run["results"][0]
    place = {
        "artifactLocation": {"uri": "samples/a.yaml"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6},
    }
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("LW201", 0, "warning")
    assert result["message"]["text"] == "the pool a overlaps b\nWhy: because\nFix: mend it"
    assert result["locations"][0]["physicalLocation"] == place
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "hosts.dock1.docker"}]
    related = result["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "samples/b.yaml"}
    assert related["message"] == {"text": "the other"}
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("code", catalogue())
def test_a_rule_has_its_page_and_its_level(code: str) -> None:
    """GitHub shows the first as the alert's title, the last below the alert; it takes 1,024 characters of each description."""
    rule = run_of(replace(FINDING, code=code))["tool"]["driver"]["rules"][0]
    known = catalogue()[code]
    assert (rule["id"], rule["name"]) == (code, known.name)
    assert rule["defaultConfiguration"]["level"] == {"info": "note"}.get(known.severity, known.severity)
    assert rule["shortDescription"]["text"] == f"{known.title}."
    assert max(len(rule["shortDescription"]["text"]), len(rule["fullDescription"]["text"])) <= 1024
    assert known.page.split("\n\n")[-1] in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("**")


def test_only_rules_that_found_something_are_listed_each_once() -> None:
    run = run_of(replace(FINDING, code="LW301"), FINDING, FINDING)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["LW201", "LW301"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 1]


def test_levels_are_sarif_s() -> None:
    items = [replace(FINDING, severity=severity, message=severity.value) for severity in Severity]
    assert {one["message"]["text"].split("\n")[0]: one["level"] for one in run_of(*items)["results"]} == {
        "error": "error", "warning": "warning", "info": "note",
    }  # fmt: skip


def test_an_edit_is_a_fix() -> None:
    edit = Edit(Span("a.yaml", 2, 3, 2, 6), "three")
    (fix,) = run_of(replace(FINDING, edits=(edit,)))["results"][0]["fixes"]
    assert fix["description"] == {"text": "mend it"}
    assert fix["artifactChanges"] == [
        {
            "artifactLocation": {"uri": "samples/a.yaml"},
            "replacements": [
                {
                    "deletedRegion": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6},
                    "insertedContent": {"text": "three"},
                }
            ],
        }
    ]
    assert "fixes" not in run_of(FINDING)["results"][0]


def test_what_no_line_caused_has_no_location_and_loses_no_words() -> None:
    nowhere = replace(FINDING, origin=NOWHERE, related=(Related(NOWHERE, "the other"),))
    result = run_of(nowhere)["results"][0]
    assert "locations" not in result
    assert "Note: the other" in result["message"]["text"]


def test_a_fingerprint_stays_when_lines_are_inserted_above() -> None:
    assert marks("one\n  two\n", (2, 3, 6)) == marks("new\n\none\n  two\n", (4, 3, 6))
    assert marks("one\n  two\n", (2, 3, 6)) == marks("one\n      two  # more\n", (2, 7, 10))


def test_a_fingerprint_tells_findings_apart() -> None:
    text = "one\n  two\n  two\n  six\n"
    found = marks(text, (2, 3, 6), (3, 3, 6), (4, 3, 6))
    assert len(set(found)) == 3
    assert found[:2] == marks(f"\n{text}", (3, 3, 6), (4, 3, 6))


def test_a_fingerprint_does_not_count_items_of_a_list() -> None:
    """An expectation above it is no other finding."""
    first, second = (
        run_of(replace(FINDING, origin=HERE._replace(path=("expect", step, "to"))))["results"][0]
        for step in ("0", "1")
    )
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_a_fingerprint_does_not_depend_on_words() -> None:
    """A better message in the next version is the same finding."""
    one, other = (
        run_of(replace(FINDING, message=words, why=words, fix=words))["results"][0] for words in ("a", "b")
    )
    assert one["partialFingerprints"] == other["partialFingerprints"]


@pytest.mark.parametrize(
    ("file", "prefix", "uri"),
    [
        ("a.yaml", ".", "a.yaml"),
        ("hosts/a b.yaml", "site", "site/hosts/a%20b.yaml"),
        ("c:d.yaml", ".", "c%3Ad.yaml"),
        ("a#b?.yaml", "", "a%23b%3F.yaml"),
        ("é.yaml", ".", "%C3%A9.yaml"),
        ("a.yaml", "../site", "../site/a.yaml"),
        ("a.yaml", "/root/site", "a.yaml"),
    ],
)
def test_places_are_relative_references(file: str, prefix: str, uri: str) -> None:
    item = replace(FINDING, origin=HERE._replace(span=HERE.span._replace(file=file)))
    location = run_of(item, sources=Sources({}, prefix))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": uri}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("see [this](https://example.org)", "see [this\\](https://example.org)"),
        ("write {0}", "write {{0}"),
        ("write {base: 10.0.0.0/8}", "write {base: 10.0.0.0/8}"),
        ("a\x1b[31m\u202e", "a\\x1b[31m\\u202e"),
    ],
)
def test_a_message_is_neither_link_nor_template(words: str, shown: str) -> None:
    text = run_of(replace(FINDING, message=words))["results"][0]["message"]["text"]
    assert text.split("\n")[0] == shown


@settings(max_examples=50)  # each is held against the whole schema
@given(st.lists(FINDINGS, max_size=4), SOURCES)
def test_any_text_makes_a_valid_report(items: list[Diagnostic], sources: Sources) -> None:
    """ASCII, the same each time, without a path that is absolute."""
    shown = findings_sarif(items, sources)
    assert shown.isascii()
    assert shown == findings_sarif(items, sources)
    run = run_of(*items, sources=sources)
    assert len(run["results"]) == len(items)
    for uri in re.findall(r'"uri": "([^"]*)"', shown):
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri)
        assert not unquote(uri.partition("%")[0]).startswith("/")
    prints = [next(iter(one["partialFingerprints"].values())) for one in run["results"]]
    assert len(set(prints)) == len(prints)
