"""The host_bridge sample: containers on the host's own bridge, which keeps its addresses; NAT beside it works as ever."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "host_bridge"
LAPTOP, HOST, WEB = "192.168.0.50", "192.168.0.231", "192.168.0.241"
LAPTOP6, HOST6, WEB6 = "fd00:8::50", "fd00:8::231", "fd00:8::41"
SHOP, SHOP6 = "10.22.0.1", "fd00:22::1"
RANGE = ip_network("192.168.0.248/29")
STANDS = """\
ip -o addr show dev br0 scope global | awk '{print $4}'
ip route show default; ip -6 route show default | cut -d' ' -f1-5
"""


def test_the_host_keeps_its_addresses_and_its_routes(site: Site) -> None:
    """Of both families; Docker has put nothing on the bridge and taken nothing away."""
    assert site.hosts["dock1"].run(STANDS).splitlines() == [
        f"{HOST}/22",
        f"{HOST6}/64",
        "default via 192.168.0.1 dev br0 onlink ",
        "default via fd00:8::1 dev br0",
    ]


def test_the_lan_the_host_and_a_container_are_neighbours(site: Site) -> None:
    """Each is seen as itself, with IPv4 and with IPv6."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", WEB, 53, "udp"): Answer("web", seen_as=LAPTOP),
            ("laptop", WEB6, 80, "tcp"): Answer("web", seen_as=LAPTOP6),
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=WEB),
            ("web", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=WEB6),
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", WEB6, 80, "tcp"): Answer("web", seen_as=HOST6),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("web", HOST6, 22, "tcp"): Answer("dock1", seen_as=WEB6),
        },
    )
    batch = site.hosts["dock1"].run(
        "docker inspect -f '{{.NetworkSettings.Networks.real_lan.IPAddress}}' dock1-batch-1"
    )
    assert ip_address(batch.strip()) in RANGE
    assert site.lab.ping(site.place("laptop"), batch.strip())


def test_containers_send_beyond_the_router_by_the_router(site: Site) -> None:
    """Not by the host, of neither family."""
    routes = site.hosts["dock1"].container("dock1-web-1").run("ip route; ip -6 route").splitlines()
    assert [line.split()[2] for line in routes if line.startswith("default via ")] == [
        "192.168.0.1",
        "fd00:8::1",
    ]


def test_what_is_behind_nat_keeps_the_lan(site: Site) -> None:
    """The accepts in DOCKER-USER: out as the host, in to what is published, with the client's own address."""
    assert_answers(
        site,
        {
            ("app", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
            ("app", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=HOST6),
            ("laptop", HOST, 8080, "tcp"): Answer("app", seen_as=LAPTOP),
            ("laptop", HOST6, 8080, "tcp"): Answer("app", seen_as=LAPTOP6),
            ("web", HOST, 8080, "tcp"): Answer("app", seen_as=SHOP),
            ("web", HOST6, 8080, "tcp"): Answer("app", seen_as=SHOP6),
        },
    )


def test_what_is_behind_nat_and_what_is_on_the_bridge_do_not_meet(site: Site) -> None:
    """That is LW506."""
    assert_answers(site, {("app", WEB, 80, "tcp"): Lost.TIMEOUT, ("app", WEB6, 80, "tcp"): Lost.TIMEOUT})


def test_without_the_accepts_nat_loses_the_lan(site: Site) -> None:
    """So it is their doing."""
    host = site.hosts["dock1"]
    host.run("systemctl stop lanwright-iptables.service")
    try:
        assert_answers(
            site,
            {
                ("app", LAPTOP, 80, "tcp"): Lost.TIMEOUT,
                ("laptop", HOST, 8080, "tcp"): Lost.TIMEOUT,
                ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            },
        )
    finally:
        host.run("systemctl start lanwright-iptables.service")
