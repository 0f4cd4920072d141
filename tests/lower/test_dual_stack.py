"""Two families: each part of the plan that has one for IPv4 has one for IPv6."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import RulePurpose
from tests.intents import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.plan import HostPlan, Rule, SitePlan

TEXT = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, 'fd00:8::/64']
    gateway: [192.168.0.1, 'fd00:8::1']
    devices: {laptop: [192.168.0.50, 'fd00:8::50']}
    shared: {vip: [192.168.0.60, 'fd00:8::60']}
avoid: {office: [10.0.0.0/16, 'fd00:a::/48']}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, 'fd00:8::231/64']}}
    docker: {bip: [10.200.0.1/24, 'fd00:200::1/64'], fixed_cidr: [10.200.0.0/25, 'fd00:200::/80']}
    networks:
      real_lan:
        driver: macvlan
        parent: eth0
        lan: home
        ip_range: [192.168.0.248/29, 'fd00:8::f8/125']
        reserve: {printer: [192.168.0.250, 'fd00:8::fa']}
        host_access: true
      air: {driver: ipvlan, parent: eth0, subnet: [10.9.0.0/24, 'fd00:9::/64'], mode: l3}
      backend:
        driver: bridge
        subnet: [10.22.0.0/24, 'fd00:22::/64']
        gateway: [10.22.0.1, 'fd00:22::1']
        leaves_as: [192.168.0.233, 'fd00:8::233']
    services:
      web: {networks: {real_lan: [192.168.0.241, 'fd00:8::241']}}
      shop:
        networks: {backend: {}}
        publish:
          - {address: 192.168.0.232, port: 80, to: 8081}
          - {address: 'fd00:8::232', port: 80, to: 8081}
      site:
        networks: {backend: {}}
        leaves_as: [192.168.0.234, 'fd00:8::234']
        publish:
          - {address: 192.168.0.235, port: 80, to: 8082, via: dnat}
          - {address: 'fd00:8::235', port: 80, to: 8082, via: dnat}
"""


@cache
def site() -> SitePlan:
    """The plan of the whole."""
    return plan_of(TEXT)


def dock1() -> HostPlan:
    """Its only host."""
    return site().hosts["dock1"]


def texts(items: Iterable[object]) -> list[str]:
    return [str(item) for item in items]


def rules(purpose: RulePurpose) -> list[Rule]:
    return [rule for rule in dock1().rules if rule.purpose is purpose]


def test_a_lan_has_both_in_everything() -> None:
    """Subnets, routers, and whoever has an address there."""
    lan = site().lans["home"]
    assert texts(lan.subnets) == ["192.168.0.0/22", "fd00:8::/64"]
    assert texts(lan.gateways) == ["192.168.0.1", "fd00:8::1"]
    held = {str(claim.address) for claim in lan.claims}
    for last in ("50", "60", "231", "232", "233", "234", "235", "241"):
        assert {f"192.168.0.{last}", f"fd00:8::{last}"} <= held


def test_a_range_to_avoid_has_both() -> None:
    assert texts(site().avoid["office"]) == ["10.0.0.0/16", "fd00:a::/48"]


def test_a_network_on_the_lan_has_a_subnet_of_each_family() -> None:
    """With gateway, ip_range, what the intent reserves and the host's own address in each."""
    four, six = dock1().networks["real_lan"].subnets
    assert texts([four.prefix, four.gateway, four.ip_range]) == [
        "192.168.0.0/22",
        "192.168.0.1",
        "192.168.0.248/29",
    ]
    assert texts([six.prefix, six.gateway, six.ip_range]) == ["fd00:8::/64", "fd00:8::1", "fd00:8::f8/125"]
    assert texts(four.reserved.values()) == ["192.168.0.250", "192.168.0.231"]
    assert texts(six.reserved.values()) == ["fd00:8::fa", "fd00:8::231"]


@pytest.mark.parametrize("network", ["real_lan", "air", "backend"])
def test_a_network_with_a_subnet_of_each_is_made_with_ipv6(network: str) -> None:
    assert dock1().networks[network].ipv6
    assert [subnet.prefix.version for subnet in dock1().networks[network].subnets] == [4, 6]


def test_docker0_has_both() -> None:
    """And what it hands out of each."""
    assert [(str(item.prefix), str(item.ip_range)) for item in dock1().daemon.docker0] == [
        ("10.200.0.0/24", "10.200.0.0/25"),
        ("fd00:200::/64", "fd00:200::/80"),
    ]


def test_the_host_has_a_default_route_of_each() -> None:
    routes = [route for route in dock1().routes if route.via]
    assert [(str(route.destination), str(route.via)) for route in routes] == [
        ("0.0.0.0/0", "192.168.0.1"),
        ("::/0", "fd00:8::1"),
    ]


def test_the_shim_carries_both_and_leads_to_both() -> None:
    """Routes to the ranges and the addresses, from the host's own address of the family; the IPv6 aliases are there to serve."""
    host = dock1()
    shim = host.networks["real_lan"].shim
    held = [item for item in host.addresses if item.link == shim]
    assert texts(item.address for item in held if not item.deprecated) == [
        "192.168.0.231/32",
        "fd00:8::231/128",
    ]
    assert texts(sorted(item.address for item in held if item.deprecated)) == [
        f"fd00:8::{one}/128" for one in ("232", "233", "234", "235")
    ]
    assert {(str(route.destination), str(route.source)) for route in host.routes if route.link == shim} == {
        ("192.168.0.248/29", "192.168.0.231"),
        ("192.168.0.241/32", "192.168.0.231"),
        ("fd00:8::f8/125", "fd00:8::231"),
        ("fd00:8::241/128", "fd00:8::231"),
    }


def test_an_alias_stands_alone_in_its_prefix() -> None:
    """Whatever needs it: publishing, our own rules, or what leaves."""
    aliases = [str(item.address) for item in dock1().addresses if item.purpose == "alias"]
    lasts = ("232", "233", "234", "235")
    assert sorted(aliases) == sorted(
        [f"192.168.0.{one}/32" for one in lasts] + [f"fd00:8::{one}/128" for one in lasts]
    )


def test_a_network_leaves_as_an_address_of_each() -> None:
    """By Docker's own options."""
    options = dock1().networks["backend"].options
    assert options["com.docker.network.host_ipv4"] == "192.168.0.233"
    assert options["com.docker.network.host_ipv6"] == "fd00:8::233"


def test_a_service_that_rules_name_has_a_pinned_address_of_each() -> None:
    """From the top of each subnet."""
    (endpoint,) = dock1().services["site"].endpoints
    assert endpoint.pinned
    assert texts(endpoint.addresses) == ["10.22.0.254", "fd00:22::ffff:ffff:ffff:ffff"]


@pytest.mark.parametrize("purpose", [RulePurpose.DNAT, RulePurpose.HAIRPIN, RulePurpose.LEAVES_AS])
def test_a_rule_of_one_family_has_its_like_in_the_other(purpose: RulePurpose) -> None:
    """As many, at the same hooks."""
    found = {version: [rule.hook for rule in rules(purpose) if rule.version == version] for version in (4, 6)}
    assert found[4]
    assert found[4] == found[6]


def test_a_rule_holds_addresses_of_its_own_family_alone() -> None:
    for rule in dock1().rules:
        held = [
            *rule.source,
            *rule.not_source,
            *rule.destination,
            *rule.not_destination,
            *([rule.to] if rule.to else []),
        ]
        assert {item.version for item in held} <= {rule.version}


def test_a_port_of_our_own_rules_is_let_through_in_each_family() -> None:
    """Docker publishes it on the loopback address of that family."""
    loopback = [
        item for item in dock1().services["site"].published if item.address and item.address.is_loopback
    ]
    assert texts(item.address for item in loopback) == ["127.0.0.1", "::1"]
    assert len({item.port.first for item in loopback}) == 2


def test_ipv6_alone_needs_the_lan_kept_off_the_shim() -> None:
    """ARP is answered by the parent first; of neighbour solicitations the last answer counts.

    Only those to all who might have the address are dropped, and only from others than containers: who knows the shim
    already asks it by unicast, from its link-local address.
    """
    (rule,) = rules(RulePurpose.NEIGHBOURS)
    assert (rule.version, rule.inputs) == (6, ("shim-real_lan",))
    assert texts(rule.not_source) == ["fd00:8::f8/125", "fd00:8::241/128"]
    assert texts(rule.destination) == ["ff02::1:ff00:0/104"]
