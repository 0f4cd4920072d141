"""LW223: more containers than addresses that Docker may hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Severity
from lanwright.lower import ipam
from lanwright.lower.gateways import own_gateway, takes_gateway
from lanwright.plan import Owner
from lanwright.plan.intervals import WIDTH
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan, Subnet
    from lanwright.plan.values import Prefix
    from lanwright.rules.addressing.room import Room


@rule("LW223", Severity.WARNING)
def ip_range_too_small(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A network has more containers than addresses to hand out.

    A container without a static address gets the lowest free one of the network's `ip_range`, or of its subnet where
    there is none. The gateway, reserved addresses and static ones inside the range are taken, and so are the subnet's
    first and last. When nothing is left the next container doesn't start: "no available IPv4 addresses on this
    network's address pools". Which one that is depends on who starts first.

    Docker takes its own gateway from there, too, where none is written (up to 28 also on macvlan). Without an address
    left it makes no network: "failed to allocate gateway (): no available addresses on this pool". That is an error.

    Write a larger `ip_range`, or give some services an address of their own outside of it.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for network in host.networks.values():
            yield from _without_gateway(site, host, network)
            for version, subnets in _by_family(network).items():
                needed = _needed(host, network, version)
                room = _room(host, network, subnets, needed)
                if room < needed:
                    described = site.hosts[host.name].networks[network.name]
                    origin = _place(described, subnets[0])
                    block = _block(free.on_network(host, network), subnets[0], needed, origin)
                    yield Finding(
                        message=_message(network, subnets, needed, room),
                        origin=origin,
                        why=f"the next container doesn't start: \"no available IPv{version} addresses on this network's address pools\"",
                        fix=_fix(subnets[0], needed, block),
                        edits=(Write(origin, block),) if block else (),
                    )


def _without_gateway(site: Site, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    for version, subnets in _by_family(network).items():
        for subnet in subnets:
            itself = subnet.gateway is None and takes_gateway(network, version, host.daemon.version)
            if itself and network.owner is not Owner.EXTERNAL and own_gateway(subnet) is None:
                yield Finding(
                    message=f"`{network.name}` has no address left for its own gateway",
                    origin=_place(site.hosts[host.name].networks[network.name], subnet),
                    why=f'Docker makes no such network: "{_NO_GATEWAY}"',
                    fix="write a `gateway`, or a larger `ip_range`",
                    severity=Severity.ERROR,
                )


_NO_GATEWAY = "failed to allocate gateway (): no available addresses on this pool"


def _by_family(network: DockerNetwork) -> dict[int, list[Subnet]]:
    """The written subnets: Docker uses the next one of a family when one is full. One with a stray ip_range is LW211's."""
    found: dict[int, list[Subnet]] = {}
    for subnet in network.subnets:
        if subnet.written and (subnet.ip_range is None or subnet.ip_range.network_address in subnet.prefix):
            found.setdefault(subnet.prefix.version, []).append(subnet)
    return found


def _needed(host: HostPlan, network: DockerNetwork, version: int) -> int:
    """How many containers Docker gives an address of a family."""
    return sum(
        service.replicas
        for service, endpoint in host.members[network.name]
        if not any(address.version == version for address in endpoint.addresses)
    )


def _room(host: HostPlan, network: DockerNetwork, subnets: Sequence[Subnet], needed: int) -> int:
    """How many addresses there are for them, no more than are needed."""
    static = [address for _, endpoint in host.members[network.name] for address in endpoint.addresses]
    room = 0
    for subnet in subnets:
        taken = [*static, *subnet.reserved.values(), *([subnet.gateway] if subnet.gateway else [])]
        room += ipam.capacity(subnet.prefix, subnet.ip_range, taken)
    return min(room, needed)


def _message(network: DockerNetwork, subnets: Sequence[Subnet], needed: int, room: int) -> str:
    ranges = ", ".join(str(subnet.ip_range or subnet.prefix) for subnet in subnets)
    kind = "ip_range" if subnets[0].ip_range else "subnet"
    who = "a container" if needed == 1 else f"{needed} containers"
    return f"{who} on `{network.name}` get{'s' * (needed == 1)} an address from the {kind} {ranges}, which has {room} to give"


def _place(described: Network, subnet: Subnet) -> Origin:
    if subnet.ip_range is None:
        return subnet.origin
    versions = [cidr.version for cidr in described.ip_range]
    return described.at("ip_range", versions.index(subnet.prefix.version))


def _fix(subnet: Subnet, needed: int, block: Prefix | None) -> str:
    if _length(subnet, needed) <= subnet.prefix.prefixlen:
        return f"give the network a subnet larger than {subnet.prefix}"
    return f"write `ip_range: {block}`" if block else f"make room in {subnet.prefix} for {needed} addresses"


def _length(subnet: Subnet, needed: int) -> int:
    """The prefix length of an ip_range that they fit into, of eight addresses at least; below 0 where no family is so large."""
    return WIDTH[subnet.prefix.version] - max(3, (needed - 1).bit_length())


def _block(room: Room, subnet: Subnet, needed: int, origin: Origin) -> Prefix | None:
    """Another part of the subnet that nothing has and that they fit into."""
    length = _length(subnet, needed)
    if subnet.ip_range is None or length <= subnet.prefix.prefixlen:
        return None
    return room.block(subnet.ip_range, length, origin)
