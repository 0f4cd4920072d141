"""What is proposed in place of a range that Docker can't well have."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from lanwright.diagnostics import NOWHERE
from lanwright.rules.addressing.docker_ranges import DockerRange, Kind, instead, replaced
from lanwright.rules.addressing.room import Room
from tests.rules.found import found


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.POOL, "write a range that nothing else uses"),
        (Kind.BIP, "write a range that nothing else uses"),
        (Kind.SUBNET, "write a range that nothing else uses"),
        (Kind.PREDICTED, "write pools of your own under `docker`"),
    ],
)
def test_where_no_range_is_left_none_is_proposed(kind: Kind, words: str) -> None:
    """Neither in words nor as an edit."""
    used = DockerRange(ip_network("192.168.0.0/22"), kind, "it", NOWHERE)
    assert instead(used, Room([], [])) == words
    assert replaced(used, Room([], [])) == ()


@pytest.mark.parametrize(
    ("left", "proposed"),
    [
        ("10.0.0.0/15", "write `subnet: 10.0.0.0/16`"),
        ("10.0.0.0/20", "write `subnet: 10.0.0.0/20`"),
        ("10.0.0.0/24", "write `subnet: 10.0.0.0/24`"),
        ("10.0.0.0/25", "write a range that nothing else uses"),
    ],
)
def test_a_smaller_range_is_proposed_where_none_of_the_size_is_left(left: str, proposed: str) -> None:
    """Down to a 256th of it."""
    used = DockerRange(ip_network("192.168.0.0/16"), Kind.SUBNET, "it", NOWHERE)
    assert instead(used, Room([ip_network(left)], [])) == proposed


def test_no_range_is_proposed_twice_and_none_that_clients_come_from() -> None:
    """All fixes of a report can be made together; who comes in by a VPN keeps its range."""
    (one, other) = found(
        "LW202",
        """
        version: 1
        lans: {home: {subnet: 10.1.0.0/16, gateway: 10.1.0.1}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: 10.1.0.2/16}}
            docker: {bip: 10.1.128.1/17, default_address_pools: [{base: 172.28.0.0/16, size: 24}]}
            networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}
            services: {vpn: {networks: {real_lan: 10.1.0.40}, clients: 10.2.0.0/16}}
          dock2:
            interfaces: {eth0: {lan: home, address: 10.1.0.3/16}}
            docker: {bip: 10.1.128.1/17, default_address_pools: [{base: 172.28.0.0/16, size: 24}]}
        """,
    )
    assert one.fix == "write `bip: 10.3.0.1/17`"
    assert other.fix == "write `bip: 10.3.128.1/17`"


def test_nor_are_pools_of_ones_own_where_the_site_avoids_all_ranges() -> None:
    """docker0's subnet, which Docker chooses, is among them."""
    (finding,) = found(
        "LW203",
        """
        version: 1
        avoid: {one: [10.0.0.0/8, "fd00::/8"], two: 172.16.0.0/12, three: 192.168.0.0/16}
        hosts: {dock1: {}}
        """,
    )
    assert finding.fix == "write pools of your own under `docker`"
    assert finding.edits == ()
