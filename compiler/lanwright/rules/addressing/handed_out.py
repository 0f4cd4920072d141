"""What Docker hands out by itself on a network: its ip_range, or as much from the bottom of its subnet as it needs.

Docker gives the lowest free address first (moby `libnetwork/ipams/defaultipam/allocator.go`), so a network without an
ip_range uses no more of its subnet than it has containers without a static address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan.intervals import Interval, interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan, Subnet
    from lanwright.plan.values import Address, Prefix


@dataclass(frozen=True, slots=True)
class HandOut:
    """The addresses of one subnet that Docker hands out by itself; `written` where an ip_range says so."""

    host: str
    network: DockerNetwork
    subnet: Subnet
    extent: Interval
    written: bool
    origin: Origin

    @property
    def said(self) -> str:
        """It, named in a finding."""
        if self.written:
            return f"the ip_range {self.subnet.ip_range} of `{self.network.name}`"
        return f"what Docker hands out on `{self.network.name}` ({self.extent})"


def by_lan(site: Site, plan: SitePlan) -> dict[str, list[HandOut]]:
    """What all Docker engines of a site hand out on each LAN, in the intent's order."""
    found: dict[str, list[HandOut]] = {}
    for name, host in plan.hosts.items():
        for network in host.networks.values():
            if on_a_lan(network):
                given = hand_outs_of(site.hosts[name], host, network)
                found.setdefault(network.lan or "", []).extend(given)
    return found


def hand_outs_of(written: Host, host: HostPlan, network: DockerNetwork) -> Iterator[HandOut]:
    """Of one network, by subnet; nothing where every container has a static address and no ip_range is written.

    The second subnet of a family is used when the first is full: not counted.
    """
    families: set[int] = set()
    for subnet in network.subnets:
        if subnet.ip_range is not None:
            extent = _inside(subnet.prefix, subnet.ip_range)
        else:
            first = subnet.prefix.version not in families
            extent = _from_the_bottom(host, network, subnet) if first else None
        families.add(subnet.prefix.version)
        if extent is not None:
            place = _place(written, network, subnet)
            yield HandOut(host.name, network, subnet, extent, subnet.ip_range is not None, place)


def on_a_lan(network: DockerNetwork) -> bool:
    """Whether a network's containers take addresses of its LAN."""
    return network.lan is not None and network.strategy != "nat"


def _inside(subnet: Prefix, ip_range: Prefix) -> Interval | None:
    """An ip_range; one outside its subnet hands out nothing (LW211)."""
    return interval(ip_range) if interval(subnet).covers(interval(ip_range)) else None


def _from_the_bottom(host: HostPlan, network: DockerNetwork, subnet: Subnet) -> Interval | None:
    """From the lowest free address to the one that the last container gets.

    A static address is free until its container starts, and taken afterwards: the extent reaches over both.
    """
    static, containers = _static(host, network, subnet)
    reserved = [*subnet.reserved.values(), *([subnet.gateway] if subnet.gateway else [])]
    first = ipam.next_address(subnet.prefix, None, reserved)
    last = ipam.last_of(subnet.prefix, [*reserved, *static], count=containers)
    return Interval(first.version, int(first), int(last)) if first and last else None


def _static(host: HostPlan, network: DockerNetwork, subnet: Subnet) -> tuple[list[Address], int]:
    """The static addresses of a subnet, and how many containers have none of its family."""
    static: list[Address] = []
    containers = 0
    for service, endpoint in host.members[network.name]:
        own = [address for address in endpoint.addresses if address.version == subnet.prefix.version]
        static += own
        containers += 0 if own else service.replicas
    return static, containers


def _place(written: Host, network: DockerNetwork, subnet: Subnet) -> Origin:
    ranges = written.networks[network.name].ip_range
    versions = [cidr.version for cidr in ranges]
    if subnet.prefix.version not in versions:
        return network.origin
    return written.networks[network.name].at("ip_range", versions.index(subnet.prefix.version))
