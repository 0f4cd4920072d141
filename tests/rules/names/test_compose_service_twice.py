"""LW108: one service of compose, described twice."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def host(services: str) -> str:
    """A host with these services on one network."""
    return f"""
        version: 1
        hosts:
          dock1:
            networks: {{inner: {{driver: bridge, subnet: 10.22.0.0/24}}}}
            services: {{{services}}}
        """


ON = "networks: {inner: {}}"


@pytest.mark.parametrize(
    ("services", "place", "beside"),
    [
        (f"api: {{service: web, {ON}}}, web: {{{ON}}}", "web", "api.service"),
        (f"web: {{{ON}}}, api: {{service: web, {ON}}}", "api.service", "web"),
        (f"job: {{compose: false, {ON}}}, web: {{{ON}}}, api: {{service: web, {ON}}}", "api.service", "web"),
        (
            f"api: {{project: p, service: web, {ON}}}, bob: {{project: p, service: web, {ON}}}",
            "bob.service",
            "api.service",
        ),
    ],
)
def test_the_second_is_told_at_its_name(services: str, place: str, beside: str) -> None:
    """At `service`, or at itself where that is its name; a container that compose doesn't run is none of its services."""
    (item,) = found("LW108", host(services))
    assert item.origin.dotted == f"hosts.dock1.services.{place}"
    assert [other.origin.dotted for other in item.related] == [f"hosts.dock1.services.{beside}"]


@pytest.mark.parametrize(
    "services",
    [
        f"api: {{project: p, service: web, {ON}}}, bob: {{project: q, service: web, {ON}}}",
        f"web: {{compose: false, {ON}}}, api: {{service: web, {ON}}}",
    ],
)
def test_another_project_or_no_compose_is_another_service(services: str) -> None:
    assert list(found("LW108", host(services))) == []
