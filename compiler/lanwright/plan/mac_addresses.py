"""How many MAC addresses a host shows by one of its links.

Above one cable may stand a bridge or a bond, VLANs on it, and macvlan links on any of these: what they send leaves by
that cable, so its switch port sees all of them. A VLAN, a bond and a bridge have the MAC address of what they are on;
containers on macvlan have one each, and so have those on a bridge of the host's that reaches the LAN. ipvlan shares its
parent's, and what is behind Docker's NAT shows the host's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.link import LinkKind, Purpose
from lanwright.plan.parents import dockers_vlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.link import Link

BRIDGED = frozenset({"host_bridge", "veth"})
"""The strategies that put containers on a bridge of the host's."""


@dataclass(frozen=True, slots=True)
class MacAddresses:
    """The MAC addresses behind a link besides its own: by network its containers', by name the shims'."""

    containers: tuple[tuple[DockerNetwork, int], ...]
    shims: tuple[str, ...]

    @property
    def foreign(self) -> int:
        """All of them that aren't the link's own."""
        return sum(count for _, count in self.containers) + len(self.shims)

    @property
    def all(self) -> int:
        """With the link's own."""
        return self.foreign + 1


def shown_by(host: HostPlan, link: Link) -> MacAddresses:
    """What a switch sees of a host by this link."""
    counted = ((network, containers(host, network)) for network in host.networks.values())
    return MacAddresses(
        tuple(
            (network, count)
            for network, count in counted
            if count and link.name in path(host, _foot(host, network))
        ),
        tuple(shim.name for shim in _shims(host) if link.name in path(host, shim)),
    )


def filtered_by(host: HostPlan, link: Link) -> MacAddresses:
    """What a network card is told to take in besides its own: the macvlan links above it that no bridge is between.

    A bridge puts its ports into promiscuous mode, and a macvlan link of mode passthru its parent; such a card filters
    nothing (linux `net/bridge/br_if.c`, br_manage_promisc; `drivers/net/macvlan.c`, macvlan_open).
    """
    if any(_takes_all_in(host, above) for above in path_up(host, link)):
        return MacAddresses((), ())
    seen = shown_by(host, link)
    macvlan = tuple((network, count) for network, count in seen.containers if network.driver == "macvlan")
    return MacAddresses(macvlan, seen.shims)


def containers(host: HostPlan, network: DockerNetwork) -> int:
    """The MAC addresses that a network's known containers have on the LAN; in mode passthru it is the parent's."""
    if network.strategy not in BRIDGED and (network.driver != "macvlan" or network.mode == "passthru"):
        return 0
    return sum(service.replicas for service, _ in host.members[network.name])


def path(host: HostPlan, link: Link | None) -> frozenset[str]:
    """A link and everything below it: what a VLAN or a macvlan link is on, the ports of a bridge or bond."""
    seen: set[str] = set()
    waiting = [link.name] if link else []
    while waiting:
        name = waiting.pop()
        if name not in seen and name in host.links:
            seen.add(name)
            below = host.links[name]
            waiting += below.ports
            waiting += [below.parent] if below.parent and below.kind is not LinkKind.VETH else []
    return frozenset(seen)


def path_up(host: HostPlan, link: Link) -> Iterator[Link]:
    """A link and everything above it."""
    return (other for other in host.links.values() if link.name in path(host, other))


def _foot(host: HostPlan, network: DockerNetwork) -> Link | None:
    """The link that a network's containers send by: their parent, or the host's bridge that they are on."""
    made = dockers_vlan(host, network)
    bridge = network.bridge if network.strategy == "host_bridge" else None
    return made.link if made else host.links.get(network.parent or bridge or "")


def _shims(host: HostPlan) -> Iterator[Link]:
    links = host.links.values()
    return (link for link in links if link.purpose is Purpose.SHIM and link.kind is LinkKind.MACVLAN)


def _takes_all_in(host: HostPlan, link: Link) -> bool:
    passed_through = any(
        network.mode == "passthru" and network.parent == link.name for network in host.networks.values()
    )
    return link.promiscuous or passed_through or link.kind is LinkKind.BRIDGE
