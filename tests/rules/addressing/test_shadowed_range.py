"""LW203: Docker's ranges where something else is that is reached through a router."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(docker: str = "bip: 10.200.0.1/24", networks: str = "", routes: str = "", services: str = "") -> str:
    """dock1 on `home`; a company range is avoided, `far` has a router of its own."""
    return f"""
        version: 1
        avoid: {{corp: [10.0.0.0/12, "fd00:c::/32"]}}
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, routes: [{routes}]}}
          office: {{subnet: 10.9.0.0/24}}
          far: {{subnet: 192.168.90.0/24, gateway: 192.168.90.1, routes: [{{to: 172.29.0.0/16, via: 192.168.90.9}}]}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
              eth1: {{lan: office}}
            docker: {{{docker}}}
            networks: {{{networks}}}
            services: {{{services}}}
        """


def pools(base: str, size: int = 24) -> str:
    """A daemon with one pool, docker0 elsewhere."""
    return f'bip: 10.200.0.1/24, default_address_pools: [{{base: "{base}", size: {size}}}]'


@pytest.mark.parametrize(
    ("docker", "networks", "expected"),
    [
        (pools("10.8.0.0/16"), "", ["the pool 10.8.0.0/16"]),
        (pools("10.0.0.0/8"), "", ["the pool 10.0.0.0/8"]),
        (pools("10.16.0.0/16"), "", []),
        (pools("fd00:c:1::/48", 64), "", ["the pool fd00:c:1::/48"]),
        ("bip: 10.1.0.1/24", "", ["docker0's subnet 10.1.0.0/24"]),
        ("fixed_cidr: 10.1.0.0/24", "", ["docker0's subnet 10.1.0.0/24"]),
        (
            pools("10.201.0.0/16"),
            "net1: {driver: bridge, subnet: 10.2.0.0/24}",
            ["the subnet 10.2.0.0/24 of the network `net1`"],
        ),
        (pools("10.201.0.0/16"), "net1: {driver: macvlan, parent: eth0, lan: home}", []),
        (pools("10.201.0.0/16"), "net1: {driver: macvlan, parent: eth1, lan: office}", []),
    ],
)
def test_what_docker_uses_keeps_clear_of_avoided_ranges(
    docker: str, networks: str, expected: list[str]
) -> None:
    """Pools, docker0 and subnets, of both families; larger, smaller or equal. A network on a LAN there belongs there."""
    told = [message.partition(" shadows ")[0] for message in messages("LW203", site(docker, networks))]
    assert told == expected


@pytest.mark.parametrize(
    ("routes", "services", "expected"),
    [
        ("{to: 172.22.0.0/16, via: 192.168.0.9}", "", 1),
        ("{to: 172.22.0.0/16, via: 192.168.0.231}", "", 0),
        ("{to: 172.22.0.0/16, via: 192.168.0.242}", "vpn: {networks: {real_lan: 192.168.0.242}}", 0),
        ("{to: 172.23.0.0/16, via: 192.168.0.9}", "", 0),
    ],
)
def test_a_route_of_the_router_counts_unless_it_leads_back(routes: str, services: str, expected: int) -> None:
    """A return route to this host, or to a VPN container on it, leads to what they hold."""
    networks = (
        "net1: {driver: bridge, subnet: 172.22.5.0/24}, real_lan: {driver: macvlan, parent: eth0, lan: home}"
    )
    assert len(found("LW203", site(pools("10.201.0.0/16"), networks, routes, services))) == expected


def test_a_route_of_a_router_that_the_host_doesnt_use_is_no_matter() -> None:
    """172.29.0.0/16 is reached from `far` alone."""
    assert messages("LW203", site(pools("172.29.0.0/16"))) == []


def test_dockers_default_pools_are_silent_until_docker_takes_an_avoided_range() -> None:
    """An avoided 172.16.0.0/12 covers docker0's subnet and the network's, not the pools as such."""
    text = site("", "net1: {driver: bridge}").replace("10.0.0.0/12", "172.18.0.0/16")
    (message,) = messages("LW203", text)
    used, shadowed = message.split(" shadows ")
    assert used == "172.18.0.0/16, which Docker takes for `net1` from its default pools,"
    assert shadowed == "the range `corp` (172.18.0.0/16) under `avoid`"


def test_the_fix_lies_outside_of_what_is_avoided() -> None:
    """10.0.0.0/12 is avoided: the next base of the same size comes behind it."""
    (finding,) = found("LW203", site(pools("10.8.0.0/16")))
    assert finding.fix == "write `base: 10.16.0.0/16`"


def test_three_of_what_is_shadowed_are_shown() -> None:
    """A large pool may lie over many."""
    routes = ", ".join(f"{{to: 172.22.{number}.0/24, via: 192.168.0.9}}" for number in range(5))
    (finding,) = found("LW203", site(pools("172.22.0.0/16"), routes=routes))
    assert len(finding.related) == 3
