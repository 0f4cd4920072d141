"""The ipvlan_l3 sample: subnets of their own behind the host, found by the router's routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import answers, assert_answers
from tests.lab.container import Container
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "ipvlan_l3"
LAPTOP, HOST, WEB, DB = "192.168.0.50", "192.168.0.231", "10.9.0.10", "10.9.1.10"
LAPTOP6, HOST6, WEB6 = "fd00:8::50", "fd00:8::231", "fd00:9::10"


def test_the_lan_reaches_them_by_the_router(site: Site) -> None:
    """And they the LAN; each is seen as itself, in both families."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", WEB, 80, "udp"): Answer("web", seen_as=LAPTOP),
            ("laptop", DB, 5432, "tcp"): Answer("db", seen_as=LAPTOP),
            ("laptop", WEB6, 80, "tcp"): Answer("web", seen_as=LAPTOP6),
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=WEB),
            ("web", LAPTOP, 80, "udp"): Answer("laptop", seen_as=WEB),
            ("db", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=DB),
            ("web", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=WEB6),
        },
    )


def test_the_subnets_of_one_network_reach_each_other(site: Site) -> None:
    """Without any router."""
    assert_answers(
        site,
        {
            ("web", DB, 5432, "tcp"): Answer("db", seen_as=WEB),
            ("db", WEB, 80, "tcp"): Answer("web", seen_as=DB),
        },
    )


def test_no_hop_is_counted_between_them(site: Site) -> None:
    """The kernel hands a packet from one to the other as it is; a router would take one off its TTL."""
    web = site.place("web")
    assert isinstance(web, Container)
    assert " ttl=64 " in web.run(f"ping -c 1 {DB}")


def test_the_host_reaches_them_by_the_router(site: Site) -> None:
    """There is no shim; the router sends the host's packets back to it, and the parent hands them on."""
    assert_answers(
        site,
        {
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", DB, 5432, "tcp"): Answer("db", seen_as=HOST),
            ("dock1", WEB6, 80, "tcp"): Answer("web", seen_as=HOST6),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("web", HOST6, 22, "tcp"): Answer("dock1", seen_as=WEB6),
        },
    )


def test_without_the_routes_nobody_does(site: Site) -> None:
    """That is what the task in the plan is for."""
    router = site.lans["office"].router
    router.run("ip route del 10.9.0.0/24; ip -6 route del fd00:9::/64")
    for each in (
        site.devices["laptop"],
        site.hosts["dock1"],
        router,
    ):  # the router told them of the shorter way
        each.run("ip route flush cache; ip -6 route flush cache")
    try:
        ways = [
            ("laptop", WEB, 80, "tcp"),
            ("web", LAPTOP, 80, "tcp"),
            ("dock1", WEB, 80, "tcp"),
            ("web", HOST, 22, "tcp"),
            ("dock1", WEB6, 80, "tcp"),
        ]
        found = answers(site, dict.fromkeys(ways))  # type: ignore[arg-type]
        assert not [way for way, answer in found.items() if isinstance(answer, Answer)]
    finally:
        router.run(f"ip route add 10.9.0.0/24 via {HOST}; ip -6 route add fd00:9::/64 via {HOST6}")
