"""A host's own links, addresses and default routes."""

from __future__ import annotations

import pytest

from tests.intents import host_of, plan_of, refusal_of

TWO_LANS = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
  work: {subnet: 10.9.0.0/24, gateway: 10.9.0.1}
hosts:
  dock1:
    interfaces:
      eth0: {lan: home, address: 192.168.0.231/22}
      eth1: {lan: work, address: 10.9.0.7/24}
"""


def gateways(text: str) -> list[tuple[str, str]]:
    return [
        (route.link, str(route.via)) for route in host_of(text).routes if route.purpose == "default route"
    ]


def test_the_default_route_leaves_by_the_first_interface_on_a_lan_with_a_gateway() -> None:
    """In the intent's order."""
    assert gateways(TWO_LANS) == [("eth0", "192.168.0.1")]


def test_an_interface_may_say_that_the_default_route_is_there() -> None:
    """Then it is only there."""
    assert gateways(TWO_LANS.replace("10.9.0.7/24", "10.9.0.7/24, default_route: true")) == [
        ("eth1", "10.9.0.1")
    ]


def test_an_interface_may_say_that_the_default_route_is_not_there() -> None:
    """The next one takes it."""
    text = TWO_LANS.replace("192.168.0.231/22", "192.168.0.231/22, default_route: false")
    assert gateways(text) == [("eth1", "10.9.0.1")]


def test_of_two_default_routes_the_later_stands_by() -> None:
    """The kernel takes two to one place only with two metrics; of a route that isn't ours, the metric isn't either."""
    text = TWO_LANS.replace("/22}", "/22, default_route: true, managed: true}").replace(
        "/24}", "/24, default_route: true, managed: true}"
    )
    text = text.replace("10.9.0.0/24, default_route: true, managed: true", "10.9.0.0/24")
    routes = [(route.link, route.metric) for route in host_of(text).routes]
    assert routes == [("eth0", None), ("eth1", 2048)]
    found = host_of(text.replace(", managed: true", "")).routes
    assert [(route.link, route.metric) for route in found] == [("eth0", None), ("eth1", None)]


@pytest.mark.parametrize(
    ("keys", "mode"),
    [
        ("mode: 4, managed: true", "802.3ad"),
        ("mode: balance-tlb", "balance-tlb"),
        ("managed: true", "active-backup"),
        ("mtu: 1500", None),
    ],
)
def test_a_bond_has_a_mode_by_its_name(keys: str, mode: str | None) -> None:
    """Its number in the kernel is the same; one that we make asks nothing of the switch unless told to."""
    links = host_of(f"{TWO_LANS}      eth2: {{}}\n      bond0: {{kind: bond, ports: [eth2], {keys}}}\n").links
    assert links["bond0"].mode == mode


@pytest.mark.parametrize(
    ("mode", "fix"),
    [
        ("active", "write active-backup"),
        ("BALANCE-RR", "write one of balance-rr, "),
        ("lacp", "write one of balance-rr, "),
        ("7", "write one of balance-rr, "),
        ("true", "write one of balance-rr, "),
    ],
)
def test_a_bonds_mode_is_one_of_the_kernels(mode: str, fix: str) -> None:
    """The nearest is proposed, else all are named."""
    text = f"{TWO_LANS}      eth2: {{}}\n      bond0: {{kind: bond, ports: [eth2], mode: {mode}}}\n"
    (found,) = refusal_of(text)
    assert (found.code, found.origin.path[-1]) == ("LW003", "mode")
    assert found.fix.startswith(fix)


def test_a_host_that_is_the_lans_gateway_has_no_route_to_itself() -> None:
    """Nor is the gateway's address claimed by a router then."""
    text = TWO_LANS.replace("192.168.0.231/22", "192.168.0.1/22").replace(
        "10.9.0.7/24", "10.9.0.7/24, default_route: false"
    )
    assert gateways(text) == []
    assert [claim.name for claim in plan_of(text).lans["home"].claims] == ["dock1"]


def test_a_vlan_is_told_by_its_name_or_by_its_keys() -> None:
    """eth0.10 is on eth0; vlan7 says what it is."""
    interfaces = "      eth0.10: {}\n      vlan7: {kind: vlan, link: eth1, id: 7}\n"
    links = host_of(TWO_LANS + interfaces).links
    assert [(link.kind.value, link.parent, link.vlan) for link in links.values()] == [
        ("physical", None, None),
        ("physical", None, None),
        ("vlan", "eth0", 10),
        ("vlan", "eth1", 7),
    ]


def test_a_port_knows_its_bridge() -> None:
    """So that a parent that is a port can be told from one that isn't."""
    links = host_of(TWO_LANS + "      eth2: {}\n      br0: {kind: bridge, ports: [eth2]}\n").links
    assert links["eth2"].bridge == "br0"
    assert links["br0"].ports == ("eth2",)


def test_an_alias_stands_on_the_first_interface_of_its_lan() -> None:
    """Once, however many ports it serves; never for the host's own address or one of no LAN."""
    services = """
    services:
      one: {publish: [{address: 10.9.0.80, port: 80}, {address: 10.9.0.80, port: 443}, {port: 8080}]}
      two: {publish: [{address: 192.168.0.231, port: 81}, {address: 10.99.0.1, port: 82}, {address: 127.0.0.1, port: 83}]}
"""
    host = host_of(TWO_LANS + services)
    aliases = [(item.link, str(item.address)) for item in host.addresses if item.purpose == "alias"]
    assert aliases == [("eth1", "10.9.0.80/32")]
    assert [item.via.value for item in host.services["one"].published] == ["alias", "alias", "docker"]
    assert [item.via.value for item in host.services["two"].published] == ["docker", "alias", "docker"]


def test_an_alias_stands_on_no_port() -> None:
    """What is for a LAN stands on the bridge, though a port of it says the same LAN."""
    text = """
version: 1
lans: {home: {subnet: 192.168.0.0/22}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home}, br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
    services: {web: {publish: [{address: 192.168.0.232, port: 80}]}}
"""
    assert [(item.link, item.purpose.value) for item in host_of(text).addresses] == [
        ("br0", "host"),
        ("br0", "alias"),
    ]
