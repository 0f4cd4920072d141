"""LW214: static addresses that Docker keeps from every container."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def host(network: str, address: str) -> str:
    """A host with one network and one service on it."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}}}
            networks: {{net1: {{{network}}}}}
            services: {{web: {{networks: {{net1: {address}}}}}}}
        """


BRIDGE = "driver: bridge, subnet: 172.22.0.0/24"
LAN = "driver: macvlan, parent: eth0, lan: home"


@pytest.mark.parametrize(
    ("network", "address", "what"),
    [
        (BRIDGE, "172.22.0.9", None),
        (BRIDGE, "172.22.0.0", "the network address of 172.22.0.0/24"),
        (BRIDGE, "172.22.0.255", "the broadcast address of 172.22.0.0/24"),
        (BRIDGE, "172.22.0.1", "the gateway of `net1`"),
        (BRIDGE + ", gateway: 172.22.0.9", "172.22.0.9", "the gateway of `net1`"),
        (BRIDGE + ", gateway: 172.22.0.9", "172.22.0.1", None),
        (BRIDGE + ", ip_range: 172.22.0.64/26", "172.22.0.64", "the gateway of `net1`"),
        (BRIDGE + ", reserve: {old: 172.22.0.9}", "172.22.0.9", "reserved for `old`"),
        ("driver: bridge, subnet: 172.22.0.0/31, gateway: 172.22.0.1", "172.22.0.0", None),
        (LAN, "192.168.1.255", None),
        (LAN, "192.168.3.255", "the broadcast address of 192.168.0.0/22"),
        (LAN, "192.168.0.1", "the gateway of `net1`"),
        (LAN + ", gateway: 192.168.0.2", "192.168.0.1", "the router of the LAN `home`"),
        (LAN, '"fd00:8::"', "the network address of fd00:8::/64"),
        (LAN, '"fd00:8::1"', "the gateway of `net1`"),
        (LAN, '"fd00:8::ffff:ffff:ffff:ffff"', None),
        (LAN, "192.168.0.231", None),  # the host's own: LW215
    ],
)
def test_what_is_taken_before_any_container_starts_is_told(
    network: str, address: str, what: str | None
) -> None:
    """A bridge without a written gateway has the first address of its range; IPv6 has no broadcast address."""
    expected = [] if what is None else [f"{address.strip(chr(34))} of `web` is {what}"]
    assert messages("LW214", host(network, address)) == expected


def test_the_nearest_free_address_is_proposed() -> None:
    """.1 is the gateway's, so .2 it is."""
    (finding,) = found("LW214", host(BRIDGE, "172.22.0.1"))
    assert finding.fix == "write `172.22.0.2`, which is free"


def test_the_lans_router_is_lost_rather_than_refused() -> None:
    """Docker knows only the network's own gateway."""
    (finding,) = found("LW214", host(LAN + ", gateway: 192.168.0.2", "192.168.0.1"))
    assert finding.why == "Docker allows it, and the LAN has two machines with the router's address"
