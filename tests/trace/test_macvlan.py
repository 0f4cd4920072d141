"""What was measured of macvlan, its shims and VPN containers, with other addresses, on either kind of parent.

FACTS S7 to S10, FACTS2 A and F, docs/facts.md.
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from lanwright.trace import Flow, trace
from lanwright.trace.meaning import askers
from lanwright.world import realise
from tests.intents import plan_of
from tests.trace.asking import asked, said

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, SitePlan

PARENTS = {
    "eth0": "eth0: {lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}",
    "br0": "eth0: {}, br0: {kind: bridge, ports: [eth0], lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}",
}
SHIMS = {
    "none": "",
    "own": "host_access: true",
    "dummy": "host_access: {address: 10.99.0.1/32}",
    "lan": "host_access: {address: [10.1.2.39/32, 'fd12:3::39/128']}",
}


def site(parent: str, shim: str, *, mode: str = "bridge", sysctls: str = "", switch: str = "") -> str:
    """Two containers on macvlan, one behind Docker's NAT."""
    access = SHIMS[shim]
    return f"""
    version: 1
    lans:
      office: {{subnet: [10.1.0.0/20, 'fd12:3::/64'], gateway: [10.1.0.1, 'fd12:3::1'], ra: false, {switch} devices: {{desk: [10.1.4.4, 'fd12:3::44']}}}}
    hosts:
      srv:
        firewall: nftables
        sysctls: {{{sysctls}}}
        interfaces: {{{PARENTS[parent]}}}
        listens: [22/tcp]
        networks:
          lan: {{driver: macvlan, mode: {mode}, parent: {parent}, lan: office, {access}}}
          db: {{driver: bridge, subnet: 10.90.0.0/24}}
        services:
          web: {{networks: {{lan: [10.1.2.41, 'fd12:3::41']}}, listens: [80/tcp], publish: [{{port: 8080, to: 80}}]}}
          two: {{networks: {{lan: [10.1.2.42, 'fd12:3::42']}}, listens: [80/tcp]}}
          old: {{networks: {{db: {{}}}}, listens: [5432/tcp], publish: [{{port: 5432}}]}}
    """


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize(
    ("source", "address", "port", "outcome"),
    [
        ("desk", "10.1.2.41", "80", "saw 10.1.4.4"),
        ("desk", "fd12:3::41", "80", "saw fd12:3::44"),
        ("web", "10.1.4.4", "", "saw 10.1.2.41"),
        ("web", "10.1.2.42", "80", "saw 10.1.2.41"),
        ("web", "fd12:3::42", "80", "saw fd12:3::41"),
        ("srv", "10.1.2.41", "80", "macvlan-parent-isolation"),
        ("web", "10.1.2.3", "22", "macvlan-parent-isolation"),
        ("srv", "fd12:3::41", "80", "macvlan-parent-isolation"),
        ("web", "fd12:3::3", "22", "macvlan-parent-isolation"),
        ("old", "10.1.2.41", "80", "macvlan-parent-isolation"),
        ("desk", "10.1.2.3", "8080", "nobody-listens"),
        ("desk", "10.1.2.3", "22", "saw 10.1.4.4"),
    ],
)
def test_without_a_shim_parent_and_containers_are_kept_apart(
    parent: str, source: str, address: str, port: str, outcome: str
) -> None:
    assert asked(site(parent, "none"), source, address, port) == outcome


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize(
    ("shim", "source", "address", "port", "outcome"),
    [
        ("own", "srv", "10.1.2.41", "80", "saw 10.1.2.3"),
        ("own", "web", "10.1.2.3", "22", "saw 10.1.2.41"),
        ("own", "srv", "fd12:3::41", "80", "saw fd12:3::3"),
        ("own", "web", "fd12:3::3", "22", "saw fd12:3::41"),
        ("own", "old", "10.1.2.41", "80", "saw 10.1.2.3"),
        ("own", "web", "10.1.2.3", "5432", "saw 10.1.2.41"),
        ("own", "desk", "10.1.2.3", "22", "saw 10.1.4.4"),
        ("dummy", "srv", "10.1.2.41", "80", "saw 10.1.2.3"),
        ("dummy", "web", "10.1.2.3", "22", "saw 10.1.2.41"),
        ("dummy", "old", "10.1.2.41", "80", "saw 10.1.2.3"),
        ("lan", "srv", "10.1.2.41", "80", "saw 10.1.2.39"),
        ("lan", "web", "10.1.2.3", "22", "saw 10.1.2.41"),
        ("lan", "srv", "fd12:3::41", "80", "saw fd12:3::39"),
        ("lan", "web", "fd12:3::3", "22", "address-on-another-device"),
        ("lan", "old", "10.1.2.41", "80", "saw 10.1.2.39"),
    ],
)
def test_a_shim_joins_them_as_measured(  # noqa: PLR0917 - a table's columns
    parent: str, shim: str, source: str, address: str, port: str, outcome: str
) -> None:
    """FACTS S8 and S9, FACTS2 A: for IPv4 any address will do, for IPv6 only one that is on the shim."""
    assert asked(site(parent, shim), source, address, port) == outcome


@pytest.mark.parametrize(
    ("shim", "sysctls", "source", "outcome"),
    [
        ("own", "net.ipv4.conf.all.arp_ignore: 1", "web", "saw 10.1.2.41"),
        ("own", "net.ipv4.conf.all.rp_filter: 1", "web", "saw 10.1.2.41"),
        ("own", "net.ipv4.conf.all.rp_filter: 2", "web", "saw 10.1.2.41"),
        ("own", "net.ipv4.conf.all.arp_announce: 2", "srv", "saw 10.1.2.3"),
        ("dummy", "net.ipv4.conf.all.arp_ignore: 1", "web", "arp-unanswered"),
        ("dummy", "net.ipv4.conf.all.arp_ignore: 2", "web", "arp-unanswered"),
        ("dummy", "net.ipv4.conf.all.rp_filter: 1", "web", "saw 10.1.2.41"),
    ],
)
def test_settings_break_a_shim_where_they_were_seen_to(
    shim: str, sysctls: str, source: str, outcome: str
) -> None:
    address, port = ("10.1.2.3", "22") if source == "web" else ("10.1.2.41", "80")
    assert asked(site("eth0", shim, sysctls=sysctls), source, address, port) == outcome


@pytest.mark.parametrize(
    ("mode", "switch", "source", "address", "outcome"),
    [
        ("private", "", "web", "10.1.2.42", "macvlan-mode-isolation"),
        ("vepa", "", "web", "10.1.2.42", "macvlan-mode-isolation"),
        ("vepa", "switch: {hairpin: true},", "web", "10.1.2.42", "saw 10.1.2.41"),
        ("vepa", "switch: {hairpin: true},", "srv", "10.1.2.41", "saw 10.1.2.3"),
        ("bridge", "switch: {hairpin: true},", "srv", "10.1.2.41", "saw 10.1.2.3"),
        ("private", "switch: {hairpin: true},", "web", "10.1.2.42", "macvlan-mode-isolation"),
        ("private", "", "desk", "10.1.2.41", "saw 10.1.4.4"),
    ],
)
def test_the_modes_hear_whom_they_were_seen_to_hear(
    mode: str, switch: str, source: str, address: str, outcome: str
) -> None:
    """FACTS S7 and docs/facts.md (`test_macvlan_modes.py`)."""
    assert asked(site("eth0", "none", mode=mode, switch=switch), source, address) == outcome


def without(plan: SitePlan, **parts: object) -> SitePlan:
    """The plan of a host somebody made by hand: some of its parts are others."""
    (host,) = plan.hosts.values()
    changed: HostPlan = replace(host, **parts)  # type: ignore[arg-type]
    return replace(plan, hosts={host.name: changed})


def by_hand(plan: SitePlan, source: str, address: str, port: int) -> str:
    """A flow of such a plan."""
    world = realise(plan)
    (asking,) = askers(world, source)
    return said(trace(world, Flow(asking, ip_address(address), "tcp", port)))


def test_a_shim_without_an_address_serves_ipv4_and_not_ipv6() -> None:
    """FACTS S8 (NONE + src), FACTS2 A (no address, `src`)."""
    plan = plan_of(site("eth0", "own"))
    (host,) = plan.hosts.values()
    bare = without(plan, addresses=tuple(item for item in host.addresses if item.purpose != "shim"))
    assert by_hand(bare, "srv", "10.1.2.41", 80) == "saw 10.1.2.3"
    assert by_hand(bare, "web", "10.1.2.3", 22) == "saw 10.1.2.41"
    assert by_hand(bare, "web", "fd12:3::3", 22) == "address-on-another-device"
    assert by_hand(bare, "srv", "fd12:3::41", 80) == "address-on-another-device"


def test_a_dummy_address_is_what_masquerade_takes_and_nobody_answers() -> None:
    """FACTS S9: without the rule of ours the container sees the dummy address, and its reply is lost."""
    plan = plan_of(site("eth0", "dummy"))
    outcome = by_hand(without(plan, rules=()), "old", "10.1.2.41", 80)
    assert outcome == "lost-in-the-internet"


def test_a_dummy_without_a_preferred_source_is_the_source() -> None:
    """FACTS S8: `src` is needed."""
    plan = plan_of(site("eth0", "dummy"))
    (host,) = plan.hosts.values()
    routes = tuple(replace(route, source=None) for route in host.routes)
    changed = without(plan, routes=routes, rules=())
    assert by_hand(changed, "srv", "10.1.2.41", 80) == "lost-in-the-internet"


VPN = """
    version: 1
    lans:
      office: {{subnet: 10.1.0.0/20, gateway: 10.1.0.1, devices: {{desk: 10.1.4.4}}, routes: [{routes}]}}
    hosts:
      srv:
        interfaces: {{eth0: {{lan: office, address: 10.1.2.3/20}}}}
        listens: [22/tcp]
        sysctls: {{net.ipv4.conf.all.rp_filter: {strict}}}
        networks: {{lan: {{driver: macvlan, parent: eth0, lan: office, host_access: true}}}}
        services:
          vpn: {{networks: {{lan: 10.1.2.42}}, clients: {clients}}}
    """
ROUTE = "{to: 10.50.0.0/24, via: 10.1.2.42}"


@pytest.mark.parametrize(
    ("clients", "routes", "strict", "address", "outcome"),
    [
        ("10.50.0.0/24", "", "0", "10.1.4.4", "lost-in-the-internet"),
        ("10.50.0.0/24", ROUTE, "0", "10.1.4.4", "saw 10.50.0.2"),
        ("10.50.0.0/24", ROUTE, "1", "10.1.2.3", "saw 10.50.0.2"),
        ("10.50.0.0/24", "", "1", "10.1.2.3", "saw 10.50.0.2"),
        ("{range: 10.50.0.0/24, return: nat}", "", "1", "10.1.2.3", "saw 10.1.2.42"),
        ("{range: 10.50.0.0/24, return: nat}", "", "1", "10.1.4.4", "saw 10.1.2.42"),
        ("{range: 10.50.0.0/24, return: nat}", "", "1", "198.51.100.9", "saw 198.51.100.1"),
    ],
)
def test_vpn_clients_get_their_replies_as_measured(
    clients: str, routes: str, strict: str, address: str, outcome: str
) -> None:
    """FACTS S10."""
    text = VPN.format(clients=clients, routes=routes, strict=strict)
    assert asked(text, "vpn/clients", address) == outcome


def test_without_the_hosts_own_route_strict_filtering_drops_vpn_clients() -> None:
    """FACTS S10: with rp_filter=1 and no host route client -> host fails."""
    plan = plan_of(VPN.format(clients="10.50.0.0/24", routes=ROUTE, strict="1"))
    (host,) = plan.hosts.values()
    routes = tuple(route for route in host.routes if route.purpose != "VPN clients")
    assert by_hand(without(plan, routes=routes), "vpn/clients", "10.1.2.3", 22) == "rp-filter"


TWO = """
    version: 1
    lans:
      office: {subnet: 10.1.0.0/20, gateway: 10.1.0.1, router: r, devices: {desk: 10.1.4.4}}
      other: {subnet: 10.2.0.0/24, gateway: 10.2.0.1, router: r, devices: {far: 10.2.0.4}}
    hosts:
      srv:
        interfaces: {eth0: {lan: office, address: 10.1.2.3/20}}
        networks:
          lan: {driver: macvlan, parent: eth0, lan: office}
          WAY: {driver: bridge, subnet: 10.90.0.0/24}
        services:
          web: {networks: {lan: 10.1.2.41, WAY: {}}, listens: [80/tcp], publish: [{port: 8080, to: 80}]}
    """


@pytest.mark.parametrize(
    ("bridge", "source", "outcome"),
    [
        ("abr", "desk", "reply-from-another-address"),
        ("abr", "far", "saw 10.2.0.4"),
        ("zbr", "desk", "nobody-listens"),
        ("zbr", "far", "nobody-listens"),
        ("zbr", "srv", "nobody-listens"),
    ],
)
def test_a_container_on_macvlan_and_a_bridge_is_published_as_measured(
    bridge: str, source: str, outcome: str
) -> None:
    """FACTS2 F: by the network's name the default route is one or the other."""
    assert asked(TWO.replace("WAY", bridge), source, "10.1.2.3", "8080") == outcome
    assert asked(TWO.replace("WAY", bridge), "desk", "10.1.2.41", "80") == "saw 10.1.4.4"
