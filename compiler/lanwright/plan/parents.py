"""What a macvlan or ipvlan network stands on: its parent, and what lies below a parent that is a VLAN.

Docker makes a VLAN by itself where the parent is named like eth0.10, eth0 is there and eth0.10 isn't
(moby `drivers/macvlan/macvlan_setup.go`, createVlanLink).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import Link, LinkKind, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan

ON_A_PARENT = frozenset({"macvlan", "ipvlan"})
"""The drivers whose networks have a parent."""


class DockersVlan(NamedTuple):
    """A VLAN that Docker makes for a parent like eth0.10: `link` is eth0, `vlan` is 10."""

    link: Link
    vlan: int


def dockers_vlan(host: HostPlan, network: DockerNetwork) -> DockersVlan | None:
    """The VLAN that Docker makes for this network's parent; None where the parent is there or can't be made."""
    below, _, number = (network.parent or "").rpartition(".")
    if network.parent in host.links or below not in host.links or not number.isdecimal():
        return None
    return DockersVlan(host.links[below], int(number))


def stack(host: HostPlan, network: DockerNetwork) -> Iterator[Link]:
    """The links that carry a network, the top first: its parent, and what a VLAN or another such link is on."""
    made = dockers_vlan(host, network)
    link = made.link if made else host.links.get(network.parent or "")
    seen: set[str] = set()
    while link is not None and link.name not in seen:
        seen.add(link.name)
        yield link
        link = host.links.get(link.parent or "") if link.kind is not LinkKind.VETH else None


def master(host: HostPlan, link: Link) -> Link | None:
    """The bridge or bond that a link is a port of, the topmost one; None for a link that is no port."""
    above = host.links.get(link.bridge or "")
    return (master(host, above) or above) if above else None


def foothold(host: HostPlan, lan: str | None) -> Link | None:
    """The host's first link on a LAN that a network can have as its parent: one of its own that is no port."""
    fit = (link for link in host.links.values() if link.purpose is Purpose.HOST and link.bridge is None)
    return next((link for link in fit if lan is not None and link.lan == lan), None)
