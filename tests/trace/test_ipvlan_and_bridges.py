"""What was measured of ipvlan, of Docker on the host's own bridge, and of the pair between two bridges.

FACTS S5, S6, S12, docs/facts.md; with other addresses.
"""

from __future__ import annotations

import re

import pytest

from lanwright.trace import Verdict
from tests.trace.asking import asked, traced


def ipvlan(network: str, *, sysctls: str = "", routes: str = "", more: str = "") -> str:
    """Two containers on ipvlan, in a subnet of the LAN's or, in the routed modes, of their own."""
    return f"""
    version: 1
    lans:
      office: {{subnet: [10.1.0.0/20, 'fd12:3::/64'], gateway: [10.1.0.1, 'fd12:3::1'], ra: false, routes: [{routes}], devices: {{desk: [10.1.4.4, 'fd12:3::44']}}}}
      yard: {{subnet: 10.3.0.0/24, gateway: 10.3.0.1, devices: {{gate: 10.3.0.9}}}}
    hosts:
      srv:
        sysctls: {{{sysctls}}}
        interfaces: {{eth0: {{lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}}{more}}}
        listens: [22/tcp]
        networks: {{lan: {{driver: ipvlan, parent: eth0, {network}}}}}
        services:
          web: {{networks: {{lan: WEB}}, listens: [80/tcp]}}
          two: {{networks: {{lan: TWO}}, listens: [80/tcp]}}
    """.replace("WEB", "[10.1.2.41, 'fd12:3::41']" if "office" in network else "10.9.0.41").replace(
        "TWO", "[10.1.2.42, 'fd12:3::42']" if "office" in network else "10.9.0.42"
    )


L2 = "lan: office"
OWN = f"{L2}, host_access: {{address: [10.1.2.39/32, 'fd12:3::39/128']}}"
DUMMY = f"{L2}, host_access: {{address: 10.99.0.1/32}}"
HOSTS = f"{L2}, host_access: {{address: 10.1.2.3/32}}"


@pytest.mark.parametrize(
    ("network", "sysctls", "source", "address", "port", "outcome"),
    [
        (L2, "", "desk", "10.1.2.41", "80", "saw 10.1.4.4"),
        (L2, "", "web", "10.1.4.4", "", "saw 10.1.2.41"),
        (L2, "", "web", "10.1.2.42", "80", "saw 10.1.2.41"),
        (L2, "", "srv", "10.1.2.41", "80", "ipvlan-parent-isolation"),
        (L2, "", "web", "10.1.2.3", "22", "ipvlan-parent-isolation"),
        (f"{L2}, flag: private", "", "web", "10.1.2.42", "80", "ipvlan-mode-isolation"),
        (f"{L2}, flag: private", "", "desk", "10.1.2.42", "80", "saw 10.1.4.4"),
        (OWN, "", "srv", "10.1.2.41", "80", "saw 10.1.2.39"),
        (OWN, "", "srv", "fd12:3::41", "80", "saw fd12:3::39"),
        (OWN, "", "web", "10.1.2.3", "22", "saw 10.1.2.41"),
        (OWN, "", "web", "fd12:3::3", "22", "address-on-another-device"),
        (OWN, "net.ipv4.conf.all.rp_filter: 1", "web", "10.1.2.3", "22", "rp-filter"),
        (OWN, "", "srv", "10.1.4.4", "", "saw 10.1.2.3"),
        (DUMMY, "", "srv", "10.1.2.41", "80", "arp-reply-to-shim"),
        (DUMMY, "", "web", "10.1.2.3", "22", "saw 10.1.2.41"),
        (HOSTS, "", "srv", "10.1.4.4", "", "arp-reply-to-shim"),
        (HOSTS, "", "desk", "10.1.2.3", "22", "saw 10.1.4.4"),
    ],
)
def test_ipvlan_in_mode_l2_hears_whom_it_was_seen_to_hear(  # noqa: PLR0917 - a table's columns
    network: str, sysctls: str, source: str, address: str, port: str, outcome: str
) -> None:
    assert asked(ipvlan(network, sysctls=sysctls), source, address, port) == outcome


L3 = "mode: l3, subnet: 10.9.0.0/24"
ROUTE = "{to: 10.9.0.0/24, via: 10.1.2.3}"
YARD = ", eth1: {lan: yard, address: 10.3.0.3/24, default_route: true}"


@pytest.mark.parametrize("mode", ["l3", "l3s"])
@pytest.mark.parametrize(
    ("routes", "more", "source", "address", "outcome"),
    [
        ("", "", "desk", "10.9.0.41", "lost-in-the-internet"),
        (ROUTE, "", "desk", "10.9.0.41", "saw 10.1.4.4"),
        (ROUTE, "", "web", "10.1.4.4", "saw 10.9.0.41"),
        (ROUTE, "", "srv", "10.9.0.41", "saw 10.1.2.3"),
        (ROUTE, "", "web", "10.1.2.3", "saw 10.9.0.41"),
        ("", "", "srv", "10.9.0.41", "lost-in-the-internet"),
        ("", "", "web", "10.1.2.3", "lost-in-the-internet"),
        ("", "", "web", "10.9.0.42", "saw 10.9.0.41"),
        (ROUTE, YARD, "web", "10.3.0.9", "neighbour-out-of-reach"),
    ],
)
def test_the_routed_modes_need_the_routers_route(  # noqa: PLR0917 - as above
    mode: str, routes: str, more: str, source: str, address: str, outcome: str
) -> None:
    text = ipvlan(L3.replace("l3", mode), routes=routes, more=more)
    assert asked(text, source, address) == outcome


def bridged(network: str, brnf: str = "1", more: str = "") -> str:
    """A container on the host's bridge, or on one that a pair joins to it, beside another network of Docker's."""
    return f"""
    version: 1
    lans:
      office: {{subnet: [10.1.0.0/20, 'fd12:3::/64'], gateway: [10.1.0.1, 'fd12:3::1'], ra: false, devices: {{desk: [10.1.4.4, 'fd12:3::44']}}}}
    hosts:
      srv:
        firewall: nftables
        sysctls: {{net.bridge.bridge-nf-call-iptables: {brnf}, net.bridge.bridge-nf-call-ip6tables: {brnf}}}
        interfaces: {{eth0: {{}}, br0: {{kind: bridge, ports: [eth0], lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}}}}
        listens: [22/tcp]
        networks:
          lan: {{driver: bridge, {network}, lan: office}}
          shop: {{driver: bridge, subnet: 10.90.0.0/24}}
        services:
          web: {{networks: {{lan: [10.1.2.41, 'fd12:3::41']}}, listens: [80/tcp]{more}}}
          app: {{networks: {{shop: {{}}}}, listens: [8080/tcp], publish: [{{port: 8080}}]}}
    """


@pytest.mark.parametrize("brnf", ["0", "1"])
@pytest.mark.parametrize("network", ["host_bridge: br0", "uplink: {veth_to: br0}"])
@pytest.mark.parametrize(
    ("source", "address", "port", "outcome"),
    [
        ("desk", "10.1.2.41", "80", "saw 10.1.4.4"),
        ("desk", "fd12:3::41", "80", "saw fd12:3::44"),
        ("web", "10.1.4.4", "", "saw 10.1.2.41"),
        ("srv", "10.1.2.41", "80", "saw 10.1.2.3"),
        ("web", "10.1.2.3", "22", "saw 10.1.2.41"),
        ("web", "198.51.100.9", "", "saw 198.51.100.1"),
        ("app", "10.1.2.41", "80", "docker-direct-access"),
        ("app", "10.1.4.4", "", "saw 10.1.2.3"),
        ("desk", "10.1.2.3", "8080", "saw 10.1.4.4"),
        ("web", "10.1.2.3", "8080", "saw 10.90.0.1"),
    ],
)
def test_containers_on_a_bridge_of_the_lan_are_machines_of_the_lan(  # noqa: PLR0917 - as above
    brnf: str, network: str, source: str, address: str, port: str, outcome: str
) -> None:
    """With netfilter on bridges and without; with a pair the plan switches it off itself."""
    assert asked(bridged(network, brnf), source, address, port) == outcome


def test_a_published_port_on_the_hosts_bridge_is_served_by_docker_proxy() -> None:
    """FACTS S5: the client is lost."""
    text = bridged("host_bridge: br0", more=", publish: [{port: 9090, to: 80}]")
    assert asked(text, "desk", "10.1.2.3", "9090") == "saw 10.1.2.3"


def test_a_story_names_the_bridges_on_the_way() -> None:
    found = traced(bridged("uplink: {veth_to: br0}"), "desk", "10.1.2.41", "80")
    bridges = [step.text for step in found.request.steps if step.stage == "bridge"]
    assert bridges == [
        "crosses br0 to down-lan, past netfilter",
        "crosses br-lan to veth-web@lan, past netfilter",
    ]


@pytest.mark.parametrize(
    ("card", "address", "told"),
    [
        ("kind: wireless, ", "fd12:3::41", ["eth0's access point sends multicast as multicast"]),
        ("kind: wireless, ", "10.1.2.41", []),
        ("", "fd12:3::41", []),
    ],
)
def test_an_access_point_that_makes_multicast_unicast_is_an_assumption(
    card: str, address: str, told: list[str]
) -> None:
    """With such a one a neighbour solicitation doesn't get to an ipvlan container with IPv6 (docs/facts.md)."""
    text = ipvlan(L2).replace("eth0: {", f"eth0: {{{card}")
    if ":" not in address:
        text = re.sub(r", 'fd12:3::[^']*'", "", text)
    found = traced(text, "desk", address, "80")
    assert found.verdict is Verdict.DELIVERED
    assert list(found.assumptions) == told
