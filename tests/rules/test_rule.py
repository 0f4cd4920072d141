"""What a rule is, and what the catalogue makes of it: who is asked with what, and what becomes of what it finds."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from lanwright.change import Write
from lanwright.diagnostics import Origin, Related, Severity, Span
from lanwright.lower import lower
from lanwright.rules import catalogue, check, families
from lanwright.rules.rule import Finding, Rule, raised, rule
from tests.intents import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, LanPlan, SitePlan

TEXT = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1}
      attic: {subnet: 192.168.1.0/24}
    hosts:
      dock1: {}
      dock2: {}
"""
MODULE = importlib.import_module("lanwright.rules.catalogue")
"""By its name: the package has the function under it."""
NOWHERE = Origin((), Span("", 1, 1, 1, 1))


def finding(message: str, origin: Origin = NOWHERE) -> Finding:
    """One that is told by its message alone."""
    return Finding(message=message, origin=origin)


def a_rule(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Something is wrong.

    And this is why.
    """
    yield finding(f"{len(site.hosts)} hosts, {len(plan.lans)} LANs")


def of_hosts(host: HostPlan, site: Site) -> Iterator[Finding]:
    yield finding(f"{host.name} of {len(site.hosts)}")


def of_lans(plan: SitePlan, lan: LanPlan) -> Iterator[Finding]:
    yield finding(f"{lan.name} of {len(plan.lans)}")


def nothing_asked() -> Iterator[Finding]:
    yield finding("once")


def declared(function: Callable[..., Iterator[Finding]], severity: Severity = Severity.WARNING) -> Rule:
    """The rule that a function is made."""
    made: Rule = vars(rule("LW999", severity)(function))["__rule__"]
    return made


def findings(function: Callable[..., Iterator[Finding]], text: str = TEXT) -> list[Diagnostic]:
    """What a function finds as a rule."""
    site = site_of(text)
    return list(declared(function).findings(site, lower(site)))


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (a_rule, ["2 hosts, 2 LANs"]),
        (of_hosts, ["dock1 of 2", "dock2 of 2"]),
        (of_lans, ["home of 2", "attic of 2"]),
        (nothing_asked, ["once"]),
    ],
)
def test_a_rule_is_asked_with_what_its_parameters_name(
    function: Callable[..., Iterator[Finding]], told: list[str]
) -> None:
    """Once for each host, for each LAN, or once."""
    assert [item.message for item in findings(function)] == told


def test_a_rule_is_described_by_its_function() -> None:
    """Its name has dashes, its title is the first line without the full stop, its family the folder."""
    assert declared(a_rule) == Rule(
        code="LW999",
        name="a-rule",
        family="rules",
        severity=Severity.WARNING,
        title="Something is wrong",
        page="Something is wrong.\n\nAnd this is why.",
        stage="rules",
        judge=a_rule,
    )


def test_a_page_of_an_earlier_stage_s_finding_judges_nothing() -> None:
    def wrong_before() -> None:
        """It can't be read."""

    made: Rule = vars(raised("LW998", Severity.ERROR, by="source")(wrong_before))["__rule__"]
    assert (made.code, made.name, made.severity) == ("LW998", "wrong-before", Severity.ERROR)
    assert (made.title, made.page, made.stage) == ("It can't be read", "It can't be read.", "source")
    site = site_of(TEXT)
    assert list(made.findings(site, lower(site))) == []


@pytest.mark.parametrize(
    ("dhcp", "safe", "told"),
    [
        ("[192.168.1.8-192.168.1.9]", True, True),
        ("[192.168.1.8-192.168.1.9]", False, False),
        ("[192.168.1.8-192.168.1.9, # the roof's\n 192.168.1.20-192.168.1.29]", True, False),
    ],
)
def test_what_is_found_is_told_with_all_that_belongs_to_it(dhcp: str, safe: bool, told: bool) -> None:  # noqa: FBT001 - a table's columns
    """Its edits are safe where the rule says so and no comment goes."""
    site = site_of(TEXT.replace("192.168.1.0/24", f"192.168.1.0/24, dhcp: {dhcp}"))
    origin = site.lans["attic"].at("dhcp")
    related = (Related(origin, "there"),)

    def finds() -> Iterator[Finding]:
        yield Finding(
            message="what", origin=origin, why="why", fix="fix", related=related, severity=Severity.INFO,
            edits=(Write(origin, ["192.168.1.7"], whole=True),), safe=safe,
        )  # fmt: skip

    (item,) = declared(finds).findings(site, lower(site))
    assert (item.code, item.severity, item.message, item.origin) == ("LW999", Severity.INFO, "what", origin)
    assert (item.why, item.fix, item.related) == ("why", "fix", related)
    assert [edit.text for edit in item.edits] == ["[192.168.1.7]"]
    assert item.safe is told


def test_nothing_is_safe_without_an_edit() -> None:
    def finds() -> Iterator[Finding]:
        yield Finding(message="what", origin=NOWHERE, safe=True)

    (item,) = findings(finds)
    assert (item.safe, item.severity, item.edits) == (False, Severity.WARNING, ())


def test_what_is_found_comes_once_and_in_the_order_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """By place, then by code, then by message."""
    later = Origin((), Span("", 9, 1, 9, 1))

    def finds() -> Iterator[Finding]:
        for message, origin in (("b", later), ("b", NOWHERE), ("a", NOWHERE), ("a", NOWHERE)):
            yield finding(message, origin)

    def first() -> Iterator[Finding]:
        yield finding("c")

    before = vars(rule("LW997", Severity.WARNING)(first))["__rule__"]
    rules = {"LW999": declared(finds), "LW997": before}
    monkeypatch.setattr(MODULE, "catalogue", lambda: rules)
    site = site_of(TEXT)
    told = check(site, lower(site))
    assert [(item.code[-1], item.message, item.origin.span.line) for item in told] == [
        ("7", "c", 1), ("9", "a", 1), ("9", "b", 1), ("9", "b", 9)
    ]  # fmt: skip
    chosen = check(site, lower(site), select=lambda code: code == "LW997")
    assert [item.code for item in chosen] == ["LW997"]


def test_two_rules_of_one_code_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "_declared", lambda _: [declared(a_rule), declared(nothing_asked)])
    catalogue.cache_clear()
    with pytest.raises(ValueError, match=r"^LW999 is claimed by a-rule and nothing-asked$"):
        catalogue()


def test_a_family_is_told_in_half_a_line() -> None:
    assert dict(families()) == {
        "reading": "what can't be read, isn't in the grammar, or isn't carried out yet",
        "names": "names, what they refer to, and what nothing refers to",
        "addressing": "pools, subnets and addresses",
        "macvlan": "macvlan networks and the parents that they stand on",
        "ipvlan": "ipvlan networks",
        "bridges": "bridges that Docker shares with the LAN, and pairs that join one to another",
        "access": "how the host and the LAN reach the containers: host access, published ports, NAT",
        "host": "the daemon's own settings and the host's other files",
        "expectations": "what must get through, and what must not",
    }
