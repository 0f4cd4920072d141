"""What may change from one intent to the next on hosts with ipvlan and with VLANs: drivers, modes, names, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.probe import Answer
from tests.lab.upgrade.changes import LAPTOP, Change, text_for, ways
from tests.lab.upgrade.transition import Transition

if TYPE_CHECKING:
    from tests.lab.applied import Way
    from tests.lab.probe import Lost
    from tests.lab.site import Site

WEB = frozenset({"dock1-web-1"})
HUB = frozenset({"dock1-hub-1"})
L2 = (
    "{driver: ipvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, "
    "host_access: {address: 192.168.0.239/32}}"
)
L3 = "{driver: ipvlan, mode: l3, parent: eth0, subnet: 10.9.0.0/24}"
IN_L2, IN_L3 = "192.168.0.241", "10.9.0.10"


def on_ipvlan(manager: str, firewall: str) -> str:
    """The usual first intent, with ipvlan in macvlan's place and a shim that has an address of its own."""
    macvlan = "{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}"
    text = text_for(manager, firewall)
    assert macvlan in text
    return text.replace(macvlan, L2)


def by_the_shim(web: str = IN_L2) -> dict[Way, Answer | Lost]:
    """Who reaches whom: the host and what it masquerades come from the shim's address."""
    own = Answer("web", seen_as="192.168.0.239")
    return ways(web) | {("dock1", web, 80, "tcp"): own, ("app", web, 80, "tcp"): own}


VLANS = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, router: edge, devices: {laptop: 192.168.0.50}}
  things: {subnet: 192.168.20.0/24, gateway: 192.168.20.1, router: edge, devices: {thermostat: 192.168.20.50}}
hosts:
  dock1:
    network: MANAGER
    firewall: FIREWALL
    interfaces:
      eth0: {lan: home, address: 192.168.0.231/22, unit: 20-lan.network}
      things0: {kind: vlan, link: eth0, id: 20, lan: things, managed: true}
    networks:
      things:
        driver: macvlan
        parent: things0
        lan: things
        ip_range: 192.168.20.16/29
        host_access: {address: 192.168.20.231/32}
    services:
      hub: {networks: {things: 192.168.20.10}, listens: [1883/tcp]}
"""
THERMOSTAT, SHIM, IN_THINGS = "192.168.20.50", "192.168.20.231", ("192.168.20.10", 1883, "tcp")
ON_A_VLAN: dict[Way, Answer | Lost] = {
    ("thermostat", *IN_THINGS): Answer("hub", seen_as=THERMOSTAT),
    ("laptop", *IN_THINGS): Answer("hub", seen_as=LAPTOP),
    ("dock1", *IN_THINGS): Answer("hub", seen_as=SHIM),
}


def on_a_vlan(manager: str, firewall: str, name: str = "things0") -> str:
    """The intent for a kind of host, its VLAN's interface called so."""
    text = VLANS.replace("MANAGER", manager).replace("FIREWALL", firewall).replace("things0", name)
    return text if manager == "networkd" else text.replace(", unit: 20-lan.network", "")


def both_numbers(site: Site) -> None:
    """The switch carries the LAN under its old number and under its new one."""
    (cable,) = site.hosts["dock1"].cables
    cable.carry(30, site.lans["things"])


OF_IPVLAN = (
    Transition(
        "ipvlan becomes macvlan, ifupdown",
        on_ipvlan("ifupdown", "nftables"),
        Change({"driver: ipvlan": "driver: macvlan"}, by_the_shim()),
        by_the_shim(),
        waits_for={"real_lan": WEB},
    ),
    Transition(
        "ipvlan l2 becomes l3, networkd",
        on_ipvlan("networkd", "iptables"),
        Change({L2: L3, IN_L2: IN_L3}, ways(IN_L3), (("laptop", IN_L2, 80, "tcp"),)),
        by_the_shim(),
        waits_for={"real_lan": WEB},
    ),
    Transition(
        "ipvlan l3 gets another subnet, none",
        on_ipvlan("none", "nftables").replace(L2, L3).replace(IN_L2, IN_L3),
        Change({"10.9.0.": "10.10.0."}, ways("10.10.0.10"), (("laptop", IN_L3, 80, "tcp"),)),
        ways(IN_L3),
        waits_for={"real_lan": WEB},
    ),
    Transition(
        "ipvlan l2 gets another range and address, none",
        on_ipvlan("none", "iptables"),
        Change(
            {"192.168.0.248/29": "192.168.0.128/28", IN_L2: "192.168.0.243"},
            by_the_shim("192.168.0.243"),
            (("laptop", IN_L2, 80, "tcp"),),
        ),
        by_the_shim(),
        waits_for={"real_lan": WEB},
    ),
)
OF_VLANS = (
    Transition(
        "a VLAN's interface gets another name, ifupdown",
        on_a_vlan("ifupdown", "nftables"),
        Change({"things0": "cams0"}, ON_A_VLAN),
        ON_A_VLAN,
        waits_for={"things": HUB},
    ),
    Transition(
        "a VLAN gets another number, networkd",
        on_a_vlan("networkd", "nftables"),
        Change({"id: 20": "id: 30"}, ON_A_VLAN),
        ON_A_VLAN,
        cut_off=HUB,
        set_up=both_numbers,
    ),
    Transition(
        "a VLAN's interface gets another name, none",
        on_a_vlan("none", "nftables"),
        Change({"things0": "cams0"}, ON_A_VLAN),
        ON_A_VLAN,
        waits_for={"things": HUB},
    ),
    Transition(
        "a VLAN gets another number, ifupdown",
        on_a_vlan("ifupdown", "iptables"),
        Change({"id: 20": "id: 30"}, ON_A_VLAN),
        ON_A_VLAN,
        cut_off=HUB,
        set_up=both_numbers,
    ),
    Transition(
        "a VLAN's interface gets another name, networkd",
        on_a_vlan("networkd", "nftables"),
        Change({"things0": "cams0"}, ON_A_VLAN),
        ON_A_VLAN,
        waits_for={"things": HUB},
    ),
    Transition(
        "a VLAN gets another number and name, none",
        on_a_vlan("none", "iptables", "eth0.20").replace("kind: vlan, link: eth0, id: 20, ", ""),
        Change({"eth0.20": "eth0.30"}, ON_A_VLAN),
        ON_A_VLAN,
        waits_for={"things": HUB},
        set_up=both_numbers,
    ),
)
