"""A check as JUnit: what was looked at, what failed, what wasn't looked at."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lanwright.diagnostics import Diagnostic, Origin, Severity
from lanwright.report.checked import Checked
from lanwright.report.findings_junit import findings_junit
from lanwright.rules import catalogue, families
from tests.report.hostile import FINDING, FINDINGS, HERE, ORDINARY, SOURCES, TEXT

if TYPE_CHECKING:
    from lanwright.report.sources import Sources

ERROR = replace(FINDING, severity=Severity.ERROR)
NOT_JUDGED = replace(
    FINDING, code="LW805", message="not checked: a to b", origin=Origin(("expect", "0"), HERE.span)
)
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def checked(*found: Diagnostic, **more: object) -> Checked:
    """A check of everything, with two expectations."""
    usual = {"found": found, "expectations": ["a to b, ping", "c to d, 80/tcp"], "asked": lambda _: True}
    return Checked(**usual | more)  # type: ignore[arg-type]


def report(outcome: Checked, sources: Sources = ORDINARY) -> ET.Element:
    """The parsed report; its numbers are right."""
    root = ET.fromstring(findings_junit(outcome, sources))
    assert root.tag == "testsuites"
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert element.attrib["tests"] == str(len(cases))
        assert element.attrib["failures"] == str(sum(case.find("failure") is not None for case in cases))
        assert element.attrib["skipped"] == str(sum(case.find("skipped") is not None for case in cases))
    return root


def case(root: ET.Element, name: str) -> tuple[str, str]:
    """How a case ended, and the reason; there is one of this name."""
    (found,) = (one for one in root.iter("testcase") if one.attrib["name"] == name)
    ends = [one for one in found if one.tag in ("failure", "skipped")]
    return (ends[0].tag, ends[0].attrib["message"]) if ends else ("passed", "")


POOLS = "LW201 overlapping-pools"


def test_every_rule_is_a_case_of_its_family() -> None:
    root = report(checked())
    assert [suite.attrib["name"] for suite in root] == list(families())
    names = [
        one.attrib["name"].split()[0]
        for suite in root
        for one in suite
        if suite.attrib["name"] != "expectations"
    ]
    assert names == [code for code in catalogue() if not code.startswith("LW8")]
    assert case(root, POOLS) == ("passed", "")


def test_what_fails_the_check_fails_its_case() -> None:
    """A warning only when strict, as the exit status has it; else it is the case's output."""
    assert case(report(checked(ERROR)), POOLS) == ("failure", "the pool a overlaps b")
    assert case(report(checked(FINDING, strict=True)), POOLS)[0] == "failure"
    root = report(checked(FINDING))
    assert case(root, POOLS)[0] == "passed"
    (output,) = root.iter("system-out")
    assert "warning[LW201]: the pool a overlaps b" in (output.text or "")


def test_several_findings_of_a_rule_are_one_failure() -> None:
    second = replace(
        ERROR, message="the second", origin=HERE._replace(span=HERE.span._replace(line=9, end_line=9))
    )
    root = report(checked(ERROR, second))
    assert case(root, POOLS) == ("failure", "the pool a overlaps b (and 1 more)")
    (failure,) = root.iter("failure")
    assert (failure.text or "").count("error[LW201]") == 2


def test_every_expectation_is_a_case() -> None:
    root = report(checked())
    assert case(root, "a to b, ping") == ("passed", "")
    assert case(root, "c to d, 80/tcp") == ("passed", "")


def test_an_expectation_that_is_not_checked_is_skipped_with_the_reason() -> None:
    """Never passed; where the check is strict, failed."""
    assert case(report(checked(NOT_JUDGED)), "a to b, ping") == ("skipped", "not checked: a to b: because")
    assert case(report(checked(NOT_JUDGED, strict=True)), "a to b, ping")[0] == "failure"
    unknown = replace(NOT_JUDGED, severity=Severity.ERROR)
    assert case(report(checked(unknown)), "a to b, ping")[0] == "failure"


def test_an_expectation_that_is_silenced_is_not_passed() -> None:
    root = report(checked(silenced=[(NOT_JUDGED, "tried by hand")]))
    assert case(root, "a to b, ping") == ("skipped", "LW805 is silenced: tried by hand")
    assert case(root, "c to d, 80/tcp") == ("passed", "")


def test_an_expectation_that_fails_is_a_failure() -> None:
    unmet = replace(ERROR, code="LW805", origin=Origin(("expect", "1", "to"), HERE.span))
    assert case(report(checked(unmet)), "c to d, 80/tcp")[0] == "failure"


def test_expectations_of_the_same_words_are_told_apart() -> None:
    root = report(checked(expectations=["a to b", "a to b"]))
    assert case(root, "a to b (2)") == ("passed", "")


def test_what_was_not_asked_for_has_no_case() -> None:
    root = report(checked(asked=lambda code: code == "LW201"))
    assert [one.attrib["name"] for one in root.iter("testcase")] == [POOLS]


def test_an_intent_that_was_not_understood_has_only_its_faults() -> None:
    """All else is skipped, whether a rule would have been asked or not."""
    root = report(checked(replace(ERROR, code="LW101"), expectations=None))
    assert case(root, "LW101 unknown-name")[0] == "failure"
    assert case(root, POOLS) == ("skipped", "the intent wasn't understood")
    assert len(root.findall(".//skipped")) == len(root.findall(".//testcase")) - 1


@given(
    items=st.lists(FINDINGS, max_size=4),
    expectations=st.lists(TEXT, max_size=2),
    sources=SOURCES,
    strict=st.booleans(),
)
def test_any_text_is_well_formed(
    *, items: list[Diagnostic], expectations: list[str], sources: Sources, strict: bool
) -> None:
    """In ASCII, with no character that XML can't have; nothing in the text becomes an element."""
    outcome = checked(*items, expectations=expectations, strict=strict)
    shown = findings_junit(outcome, sources)
    assert shown.isascii()
    root = report(outcome, sources)
    assert not FORBIDDEN.search("".join(root.itertext()))
    assert {one.tag for one in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "system-out",
    }
    failed = {item.code for item in items if outcome.fails(item)} & catalogue().keys()
    assert bool(root.findall(".//failure")) == bool(failed)
