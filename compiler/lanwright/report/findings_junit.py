"""A check as a JUnit report: a case for each rule, grouped by family, and a case for each expectation.

A case fails where its findings make the check fail; what else was found is its output. What wasn't looked at is
skipped, with the reason, so that nothing looks checked that isn't.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # writes only; what it writes is made here
from collections import Counter
from typing import TYPE_CHECKING

from lanwright.report.printable import printable
from lanwright.report.text import in_order, text
from lanwright.rules import catalogue, families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Diagnostic
    from lanwright.report.checked import Checked
    from lanwright.report.sources import Sources
    from lanwright.rules import Rule

_EXPECTATIONS = "expectations"
_NOT_JUDGED = "LW805"


def findings_junit(checked: Checked, sources: Sources) -> str:
    """The whole report, in ASCII, so that every stream can carry it."""
    suites = ET.Element("testsuites", name="lanwright check")
    for family in families():
        cases = [*_rules(family, checked, sources), *_expectations(family, checked, sources)]
        if cases:
            suites.append(_suite(family, cases))
    _count(suites, [case for suite in suites for case in suite])
    ET.indent(suites)
    written: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return f"{written.decode()}\n"


def _suite(family: str, cases: list[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", name=family)
    _count(suite, cases)
    suite.extend(cases)
    return suite


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _rules(family: str, checked: Checked, sources: Sources) -> Iterator[ET.Element]:
    """Expectations have cases of their own; a rule about them has one only for what it finds elsewhere."""
    for rule in (one for one in catalogue().values() if one.family == family):
        items = [item for item in checked.found if item.code == rule.code and _expectation(item) is None]
        if items or (family != _EXPECTATIONS and checked.asked(rule.code)):
            yield _rule(rule, items, checked, sources)


def _rule(rule: Rule, items: list[Diagnostic], checked: Checked, sources: Sources) -> ET.Element:
    case = _case(rule.family, f"{rule.code} {rule.name}")
    if items:
        _tell(case, items, checked, sources)
    elif checked.expectations is None:
        _skip(case, "the intent wasn't understood")
    return case


def _expectations(family: str, checked: Checked, sources: Sources) -> Iterator[ET.Element]:
    codes = [rule.code for rule in catalogue().values() if rule.family == _EXPECTATIONS]
    if family != _EXPECTATIONS or not any(map(checked.asked, codes)):
        return
    missing = [code for code in codes if not checked.asked(code)]
    named: Counter[str] = Counter()
    for index, words in enumerate(checked.expectations or ()):
        named[words] += 1
        case = _case(family, f"{words} ({named[words]})" if named[words] > 1 else words)
        items = [item for item in checked.found if _expectation(item) == index]
        silenced = [(item, why) for item, why in checked.silenced if _expectation(item) == index]
        if any(checked.fails(item) or item.code != _NOT_JUDGED for item in items):
            _tell(case, items, checked, sources)
        elif items:
            _skip(case, f"{items[0].message}: {items[0].why}")
        elif silenced:
            item, why = silenced[0]
            _skip(case, f"{item.code} is silenced: {why or 'no reason is given'}")
        elif missing:
            _skip(case, f"{', '.join(missing)} wasn't asked for")
        yield case


def _expectation(item: Diagnostic) -> int | None:
    """The position of the expectation that a finding is about."""
    match item.origin.path:
        case ("expect", step, *_) if step.isdecimal():
            return int(step)
    return None


def _case(family: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=f"lanwright.{family}", name=printable(name))


def _skip(case: ET.Element, why: str) -> None:
    ET.SubElement(case, "skipped", message=printable(why))


def _tell(case: ET.Element, items: list[Diagnostic], checked: Checked, sources: Sources) -> None:
    """What fails as the failure, with the first message before all of it; what doesn't as output."""
    failing = [item for item in items if checked.fails(item)]
    if failing:
        first, more = in_order(failing)[0], len(failing) - 1
        said = f"{first.message} (and {more} more)" if more else first.message
        failure = ET.SubElement(case, "failure", type=first.severity.value, message=printable(said))
        failure.text = text(failing, sources)
    rest = [item for item in items if item not in failing]
    if rest:
        ET.SubElement(case, "system-out").text = text(rest, sources)
