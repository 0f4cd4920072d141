"""LW805: nobody takes an expectation for checked that isn't."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from lanwright.expect import judge
from lanwright.lower import lower
from lanwright.rules import catalogue
from tests.intents import site_of

TEXT = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, devices: {laptop: 192.168.0.50}}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
        services:
          web: {publish: [80/tcp]}
    expect:
      - {from: laptop, to: dock1, port: 80/tcp}
      - EXPECTED
    """


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("{from: laptop, to: dock1}", "laptop to dock1, ping"),
        (
            "{from: [laptop, web], to: internet, port: [443, 53/udp]}",
            "laptop and web to internet, 443/tcp and 53/udp",
        ),
        (
            "{from: lan/home, to: web, port: any, reach: false}",
            "lan/home to web, any port, must not get through",
        ),
    ],
)
def test_every_expectation_is_told_as_unchecked(expected: str, said: str) -> None:
    """One warning each, at its own place: with --strict the check fails."""
    site = site_of(TEXT.replace("EXPECTED", expected))
    first, second = judge(site, lower(site))
    assert first.message == "not checked: laptop to dock1, 80/tcp"
    assert second.message == f"not checked: {said}"
    assert [item.origin.path for item in (first, second)] == [("expect", "0"), ("expect", "1")]
    assert {(item.code, item.severity) for item in (first, second)} == {("LW805", Severity.WARNING)}


def test_nothing_expected_is_nothing_unchecked() -> None:
    """A site without expectations has no such finding."""
    site = site_of(TEXT.partition("expect:")[0])
    assert judge(site, lower(site)) == ()


def test_the_page_is_in_the_catalogue() -> None:
    """The code's own severity is an error: what can't be judged; the warning is for what isn't judged yet."""
    rule = catalogue()["LW805"]
    assert (rule.stage, rule.severity, rule.name) == ("expect", Severity.ERROR, "not-judged")
