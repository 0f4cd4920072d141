"""The ipvlan_l2 sample: containers with addresses of the LAN and the host's MAC address, and the shim beside them."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "ipvlan_l2"
LAPTOP, HOST, WEB, MAIL = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"
LAPTOP6, HOST6, WEB6, MAIL6 = "fd00:8::50", "fd00:8::231", "fd00:8::f1", "fd00:8::f2"
SHIM, SHIM6 = "192.168.0.239", "fd00:8::239"


def test_the_lan_and_a_container_are_neighbours(site: Site) -> None:
    """Each is seen as itself, in both families."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", WEB, 80, "udp"): Answer("web", seen_as=LAPTOP),
            ("laptop", WEB6, 80, "tcp"): Answer("web", seen_as=LAPTOP6),
            ("laptop", MAIL6, 25, "tcp"): Answer("mail", seen_as=LAPTOP6),
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=WEB),
            ("web", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=WEB6),
            ("web", MAIL, 25, "tcp"): Answer("mail", seen_as=WEB),
            ("web", MAIL6, 25, "tcp"): Answer("mail", seen_as=WEB6),
        },
    )


def test_the_host_speaks_first(site: Site) -> None:
    """Seen as the shim; every neighbour is forgotten before each question."""
    assert_answers(
        site,
        {
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=SHIM),
            ("dock1", WEB, 80, "udp"): Answer("web", seen_as=SHIM),
            ("dock1", WEB6, 80, "tcp"): Answer("web", seen_as=SHIM6),
            ("dock1", MAIL, 25, "tcp"): Answer("mail", seen_as=SHIM),
            ("dock1", MAIL6, 25, "tcp"): Answer("mail", seen_as=SHIM6),
        },
    )
    assert site.lab.ping(site.place("dock1"), WEB)
    assert site.lab.ping(site.place("dock1"), WEB6)


def test_a_container_speaks_first(site: Site) -> None:
    """It reaches the host at the shim's addresses, and by IPv4 at the host's own, too; nobody answers for its IPv6 one."""
    assert_answers(
        site,
        {
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("web", SHIM, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("web", SHIM6, 22, "tcp"): Answer("dock1", seen_as=WEB6),
            ("web", HOST6, 22, "tcp"): Lost.TIMEOUT,
            ("mail", SHIM, 22, "tcp"): Answer("dock1", seen_as=MAIL),
        },
    )
    assert site.lab.ping(site.place("web"), HOST)


def test_the_lan_reaches_the_host_as_before(site: Site) -> None:
    """And it reaches the LAN, whoever speaks first: its own addresses stayed on the parent."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
            ("laptop", HOST6, 22, "tcp"): Answer("dock1", seen_as=LAPTOP6),
            ("dock1", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
            ("dock1", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=HOST6),
        },
    )


def test_all_have_one_mac_address(site: Site) -> None:
    """The LAN's neighbour table says so for the host and its containers."""
    laptop, lab = site.devices["laptop"], site.lab
    lab.forget_neighbours()
    seen = set()
    for address in (HOST, WEB, MAIL):
        laptop.run(f"ping -n -c1 -W2 {address}")
        seen |= set(re.findall(r"lladdr (\S+)", laptop.run(f"ip neighbour show {address}")))
    assert len(seen) == 1


def test_docker_hands_out_the_ip_range(site: Site) -> None:
    """A container without an address has one of the range, and the host and the LAN reach it."""
    host = site.hosts["dock1"]
    host.run("docker run -d --name batch --network office lanwright-lab batch 80")
    try:
        networks = host.container("batch").inspect()["NetworkSettings"]["Networks"]["office"]
        assert ip_address(networks["IPAddress"]) in ip_network("192.168.0.248/29")
        assert ip_address(networks["GlobalIPv6Address"]) in ip_network("fd00:8::f8/125")
        for start in ("laptop", "dock1"):
            assert site.lab.ping(site.place(start), networks["IPAddress"])
            assert site.lab.ping(site.place(start), networks["GlobalIPv6Address"])
    finally:
        host.run("docker rm --force batch")
