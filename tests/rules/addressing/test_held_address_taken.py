"""LW230: what a network holds already."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended


def told(network: str) -> list[tuple[str, str]]:
    """Message and fix of each finding on one network."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/24, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/24}}}}
            networks: {{net1: {{{network}}}}}
        """
    return [(item.message, item.fix) for item in found("LW230", text)]


@pytest.mark.parametrize(
    ("network", "message", "fix"),
    [
        (
            "driver: bridge, subnet: 10.1.0.0/24, gateway: 10.1.0.0",
            "the gateway 10.1.0.0 is the network address of 10.1.0.0/24",
            "write `gateway: 10.1.0.1`",
        ),
        (
            "driver: bridge, subnet: [10.1.0.0/24, 'fd00:1::/64'], gateway: [10.1.0.1, 'fd00:1::']",
            "the gateway fd00:1:: is the network address of fd00:1::/64",
            "write `gateway: fd00:1::1`",
        ),
        (
            "driver: macvlan, parent: eth0, lan: home, reserve: {router: 192.168.0.1}",
            "the reserved address `router` 192.168.0.1 is the network's gateway",
            "drop it: the address is held without it",
        ),
        (
            "driver: bridge, subnet: 10.1.0.0/24, reserve: {last: 10.1.0.255}",
            "the reserved address `last` 10.1.0.255 is the broadcast address of 10.1.0.0/24",
            "drop it: Docker hands it out to nobody",
        ),
    ],
)
def test_what_is_taken_is_told(network: str, message: str, fix: str) -> None:
    """With what it is already."""
    assert told(network) == [(message, fix)]


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (
            "driver: bridge, subnet: 10.1.0.0/24, gateway: 10.1.0.0",
            "driver: bridge, subnet: 10.1.0.0/24, gateway: 10.1.0.1",
        ),
        (
            "driver: bridge, subnet: 10.1.0.0/24, reserve: {last: 10.1.0.255, tv: 10.1.0.9}",
            "driver: bridge, subnet: 10.1.0.0/24, reserve: {tv: 10.1.0.9}",
        ),
        (
            "driver: bridge, subnet: [10.1.0.0/24, 'fd00:1::/64'], gateway: 10.1.0.1, reserve: {tv: [10.1.0.1, 'fd00:1::9']}",
            "driver: bridge, subnet: [10.1.0.0/24, 'fd00:1::/64'], gateway: 10.1.0.1, reserve: {tv: ['fd00:1::9']}",
        ),
        ("driver: bridge, subnet: 10.1.0.0/24, reserve: {tv: 10.1.0.9, fax: 10.1.0.9}", None),
    ],
)
def test_what_is_held_without_it_goes(network: str, expected: str | None) -> None:
    """Its other addresses stay; which of two names an address has is for a person."""
    text = f"""
    version: 1
    hosts:
      dock1:
        networks: {{net1: {{{network}}}}}
    """
    assert mended("LW230", text) == ["-" if expected is None else f"networks: {{net1: {{{expected}}}}}"]


@pytest.mark.parametrize(
    "network",
    [
        "driver: bridge, subnet: 10.1.0.0/31, gateway: 10.1.0.0",
        "driver: bridge, subnet: 10.1.0.0/24, gateway: 10.1.0.254, reserve: {a: 10.1.0.1, b: 10.1.0.2}",
        "driver: macvlan, parent: eth0, lan: home, reserve: {host: 192.168.0.231}",
        "driver: bridge, external: true, subnet: 10.1.0.0/24, gateway: 10.1.0.255",
    ],
)
def test_what_docker_takes_is_not_told(network: str) -> None:
    """A /31 has no address that is nobody's; the host's own address may be reserved by hand."""
    assert told(network) == []


def test_what_is_reserved_several_times_is_told_with_another_address_each() -> None:
    """Docker holds each once, by name."""
    assert told(
        "driver: bridge, subnet: 10.1.0.0/24, reserve: {one: 10.1.0.9, BOX: 10.1.0.9, two: 10.1.0.9}"
    ) == [
        (
            "the reserved address `BOX` 10.1.0.9 is the reserved address `one` as well",
            "drop one of the two, or write `10.1.0.8`, which is free",
        ),
        (
            "the reserved address `two` 10.1.0.9 is the reserved address `one` as well",
            "drop one of the two, or write `10.1.0.10`, which is free",
        ),
    ]


def test_each_family_has_its_own_gateway() -> None:
    """Of the IPv4 subnet nothing is said for what is reserved in the IPv6 one."""
    network = (
        "driver: bridge, subnet: [10.1.0.0/24, 'fd00:1::/64'], gateway: [10.1.0.1, 'fd00:1::1'], "
        "reserve: {one: 'fd00:1::1', two: 'fd00:1::1'}"
    )
    assert [message for message, _ in told(network)] == [
        "the reserved address `one` fd00:1::1 is the network's gateway",
        "the reserved address `two` fd00:1::1 is the network's gateway",
    ]
