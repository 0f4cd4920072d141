"""LW209: subnets of one host's networks that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import Owner
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.addressing.docker_ranges import docker0_origin, private_room
from lanwright.rules.addressing.moved_subnet import moved_subnet
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, DockerVersion, HostPlan, SitePlan, Subnet
    from lanwright.rules.addressing.room import Room


@rule("LW209", Severity.ERROR)
def overlapping_subnets(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The subnets of two networks of one host overlap.

    All of a host's networks share one address space, whatever their driver, docker0 among them. Docker refuses the
    network that is made later: "invalid pool request: Pool overlaps with other one on this address space". For a
    network with an `ip_range` it skips that check (moby#46756). Two bridge networks are refused all the same, with
    "networks have overlapping IPv4", and so is a shared gateway: "failed to allocate gateway (192.168.0.1): Address
    already in use". Others are made with the same addresses, and the host's routes to them clash. Two subnets of one
    network may not overlap either: "multiple overlapping subnet configuration is not supported".

    Write a subnet of its own, or put the services on one network. Two macvlan networks with one subnet are a case of
    their own (LW301), two ipvlan networks on one parent too (LW401).
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        for later, earlier in clashes(_held(site, name, host)):
            yield Finding(
                message=f"{later.said} overlaps {earlier.said}",
                origin=later.origin,
                why=_why(later, earlier, host.daemon.version),
                fix=_fix(later, earlier, room),
                related=(Related(earlier.origin, earlier.said),),
                edits=_moved(site.hosts[name], later, room),
            )


@dataclass(frozen=True, slots=True)
class Held:
    """One subnet of a host.

    `sort` is what a rule of its own judges clashes within: macvlan, or one ipvlan parent. What `exists` already,
    Docker has taken.
    """

    subnet: Subnet
    said: str
    origin: Origin
    exists: bool
    is_bridge: bool
    network: str = ""
    sort: str = ""
    lan: str | None = None

    def leaves(self, other: Held) -> bool:
        """Whether the clash of the two is another rule's, or none."""
        if self.exists and other.exists:
            return True
        if not self.sort or self.sort != other.sort or self.network == other.network:
            return False
        return self.sort != "macvlan" or self.subnet.prefix == other.subnet.prefix


def _held(site: Site, name: str, host: HostPlan) -> Iterator[Held]:
    """docker0's subnets, then those of the networks in the intent's order."""
    written = site.hosts[name]
    bridge = host.daemon.bridge or "docker0"
    for subnet in host.daemon.docker0:
        yield Held(
            subnet,
            f"the subnet {subnet.prefix} of {bridge}",
            docker0_origin(written, subnet.prefix),
            exists=True,
            is_bridge=True,
        )
    for network in host.networks.values():
        for subnet in network.subnets:
            said = f"the subnet {subnet.prefix} of `{network.name}`"
            yield Held(
                subnet,
                said,
                subnet.origin,
                exists=network.owner is Owner.EXTERNAL,
                is_bridge=network.driver == "bridge",
                network=network.name,
                sort=_sort(network),
                lan=network.lan,
            )


def _sort(network: DockerNetwork) -> str:
    return (
        f"ipvlan on {network.parent}"
        if network.driver == "ipvlan"
        else network.driver * (network.driver == "macvlan")
    )


def clashes(held: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """Each subnet that overlaps an earlier one, with the first such; of like ones the index keeps only the first."""
    index: PrefixIndex[Held] = PrefixIndex()
    known: set[tuple[object, ...]] = set()
    for item in held:
        overlapping = (other for other in index.overlapping(item.subnet.prefix) if not item.leaves(other))
        first = next(overlapping, None)
        if first is not None:
            yield item, first
        kind = (item.subnet.prefix, item.sort, item.exists)
        if kind not in known:
            known.add(kind)
            index.add(item.subnet.prefix, item)


def _why(later: Held, earlier: Held, version: DockerVersion) -> str:
    if later.network == earlier.network:
        return 'Docker refuses the network: "multiple overlapping subnet configuration is not supported"'
    claims = [ipam.Claim(item.subnet.prefix, item.subnet.ip_range) for item in (later, earlier)]
    if claims[0].refused_beside(claims[1]):
        return f'Docker refuses the network that is made later: "{ipam.pool_overlaps(version)}"'
    if later.subnet.gateway and later.subnet.gateway == earlier.subnet.gateway:
        return f'Docker refuses the later one: "failed to allocate gateway ({later.subnet.gateway}): Address already in use"'
    if later.is_bridge and earlier.is_bridge:
        return f'Docker refuses the later one: "{ipam.bridges_overlap(later.subnet.prefix.version)}"'
    return "with an ip_range Docker skips its check and makes both: their routes clash, and a container may be unreachable"


def _moved(written: Host, later: Held, room: Room) -> tuple[Change, ...]:
    if later.lan is not None or not later.network:
        return ()
    prefix = later.subnet.prefix
    block = room.block(prefix, prefix.prefixlen, later.origin.span)
    return moved_subnet(written, later.network, prefix, block, later.origin) if block else ()


def _fix(later: Held, earlier: Held, room: Room) -> str:
    if later.lan is not None:
        other = f"`{earlier.network}`" if earlier.network else "docker0"
        return (
            f"one network of this host can have the LAN's subnet: put the services on it, or change {other}"
        )
    block = room.block(later.subnet.prefix, later.subnet.prefix.prefixlen, later.origin.span)
    return f"write `subnet: {block}`" if block else "write a subnet that nothing else uses"
