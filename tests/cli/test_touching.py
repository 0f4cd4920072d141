"""Which findings stop which host."""

from __future__ import annotations

import pytest

from lanwright.cli.touching import by_host, touching
from lanwright.diagnostics import NOWHERE, Diagnostic, Origin, Related, Severity


def finding(*places: str) -> Diagnostic:
    """A finding with these places, the first its own."""
    own, *others = (Origin(tuple(place.split(".")), NOWHERE.span) for place in places)
    return Diagnostic(
        code="LW999",
        severity=Severity.ERROR,
        message="wrong",
        origin=own,
        related=tuple(Related(other, "there") for other in others),
    )


@pytest.mark.parametrize(
    ("places", "touched"),
    [
        (["hosts.a.docker"], {"a"}),
        (["hosts.a.docker", "hosts.b.docker"], {"a", "b"}),
        (["lans.home"], {"a", "b", "c"}),
        (["hosts.a.docker", "lans.home"], {"a", "b", "c"}),
        (["hosts"], {"a", "b", "c"}),
        (["defaults.host.docker"], {"a", "b", "c"}),
    ],
)
def test_a_finding_touches_the_hosts_that_it_has_places_in(places: list[str], touched: set[str]) -> None:
    """Any place outside of all hosts makes it everybody's."""
    item = finding(*places)
    assert {host for host in "abc" if touching([item], host)} == touched
    assert {host for host, found in by_host([item], "abc").items() if found} == touched


def test_without_a_host_every_finding_counts() -> None:
    items = (finding("hosts.a.docker"), finding("lans.home"))
    assert touching(items, None) == items
