"""The ranges of a host's Docker that stand on no LAN: pools, docker0, subnets; and what to write instead of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.lower import ipam
from lanwright.plan.intervals import WIDTH, address, hosts, interval
from lanwright.plan.intervals import network as prefix_of
from lanwright.rules.addressing.moved_subnet import moved_subnet
from lanwright.rules.addressing.room import Room

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.intervals import Extent
    from lanwright.plan.values import Address, Prefix

_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8")))
"""Where a subnet of one's own may be (RFC 1918, RFC 4193)."""

_BASE, _SIZE = 16, 24
"""A pool of one's own in place of Docker's, which are of IPv4 alone."""


class Kind(Enum):
    """How a range came to be."""

    POOL = "pool"
    BIP = "bip"
    SUBNET = "subnet"
    PREDICTED = "predicted"


@dataclass(frozen=True, slots=True)
class DockerRange:
    """One range; `said` names it in a finding.

    `lan` is the LAN that its network's containers stand on; `attached` says that they stand on some LAN, known or not.
    `size` is the prefix length that a pool is cut into; `network` is what a subnet is of; `docker` is where the host has
    its `docker`, or could have it.
    """

    prefix: Prefix
    kind: Kind
    said: str
    origin: Origin
    lan: str | None = None
    attached: bool = False
    size: int | None = None
    network: str = ""
    host: Host | None = None


def docker_ranges(written: Host, host: HostPlan, plan: SitePlan) -> Iterator[DockerRange]:
    """The written pools, docker0 and the networks' subnets of one host; not what is (part of) its network's LAN.

    Docker's own default pools count for nothing by themselves: what Docker would take from them for docker0 and
    the intent's networks does. What comes from written pools is told where the pool is.
    """
    for pool in host.daemon.pools or ():
        yield DockerRange(
            pool.base.network,
            Kind.POOL,
            f"the pool {pool.base.network}",
            written_base(written, pool.origin),
            size=pool.size,
        )
    yield from _docker0(written, host)
    for network in host.networks.values():
        yield from (used for used in _of_network(written, host, network) if not _is_lan(used, plan))


def private_room(site: Site, plan: SitePlan) -> Room:
    """Private ranges that nothing in the site uses: no LAN, route, avoided range, pool (Docker's own where they are in force) or subnet.

    Ask it with the span of what is to be changed: hosts that share a default get one proposal for it.
    """
    return Room(_PRIVATE, _named(site, plan))


def usual_subnet(around: Address, room: Room, key: Hashable) -> tuple[Prefix | None, bool]:
    """A subnet of the usual size (/24, /64) for an address, and whether it holds that: else it is another free one."""
    length = 24 if around.version == 4 else 64
    host_bits = WIDTH[around.version] - length
    wanted = prefix_of(around.version, int(around) >> host_bits << host_bits, length)
    block = room.block(wanted, length, key)
    return block, block == wanted


def instead(used: DockerRange, room: Room) -> str:
    """What to write in its place, with a range that fits."""
    if used.kind is Kind.PREDICTED:
        block = _block(room, used, _BASE)
        return (
            f"write pools of your own: `default_address_pools: [{{base: {block}, size: {_SIZE}}}]`"
            if block
            else "write pools of your own under `docker`"
        )
    block = _block(room, used, used.prefix.prefixlen)
    if block is None:
        return "write a range that nothing else uses"
    if used.kind is Kind.BIP:
        first = address(block.version, hosts(block).first)
        return f"write `bip: {first}/{block.prefixlen}`"
    return f"write `{'base' if used.kind is Kind.POOL else 'subnet'}: {block}`"


def replaced(used: DockerRange, room: Room) -> tuple[Change, ...]:
    """The same as a change of the text; what else lies in a network's subnet moves along."""
    if used.kind is Kind.PREDICTED:
        block = _block(room, used, _BASE)
        if block is None or used.host is None:
            return ()
        entry = {"base": block, "size": _SIZE}
        return (Add(used.host.origin, {"docker": {"default_address_pools": [entry]}}),)
    block = _block(room, used, used.prefix.prefixlen)
    if block is None or used.attached:
        return ()
    if used.kind is Kind.BIP:
        first = address(block.version, hosts(block).first)
        return (Write(used.origin, f"{first}/{block.prefixlen}"),) if "bip" in used.origin.path else ()
    if used.host is not None:
        return moved_subnet(used.host, used.network, used.prefix, block, used.origin)
    return (Write(used.origin, block),)


def written_base(written: Host, pool: Origin) -> Origin:
    """Where the base of a pool stands."""
    return written.docker.at("default_address_pools", pool.path[-1], "base")


def _docker0(written: Host, host: HostPlan) -> Iterator[DockerRange]:
    """docker0 on a bridge that the host has is the bridge's own affair."""
    if host.daemon.bridge is not None:
        return
    for subnet in host.daemon.docker0:
        if subnet.written:
            yield DockerRange(
                subnet.prefix,
                Kind.BIP,
                f"docker0's subnet {subnet.prefix}",
                docker0_origin(written, subnet.prefix),
            )
        elif host.daemon.pools is None:
            said = f"{subnet.prefix}, which Docker takes for docker0 from its default pools,"
            yield DockerRange(subnet.prefix, Kind.PREDICTED, said, written.at("docker"), host=written)


def docker0_origin(written: Host, prefix: Prefix) -> Origin:
    """Where docker0's subnet of a family is written: at `bip`, or else at `fixed_cidr`; where Docker chooses it, `docker`."""
    docker = written.docker
    ranges = {cidr.version: docker.at("fixed_cidr", at) for at, cidr in enumerate(docker.fixed_cidr)}
    subnets = {bip.version: docker.at("bip", at) for at, bip in enumerate(docker.bip)}
    return (ranges | subnets).get(prefix.version, written.at("docker"))


def _of_network(written: Host, host: HostPlan, network: DockerNetwork) -> Iterator[DockerRange]:
    lan, attached = network.lan, network.strategy != "nat" and network.mode not in {"l3", "l3s"}
    for subnet in network.subnets:
        if subnet.written:
            said = f"the subnet {subnet.prefix} of the network `{network.name}`"
            name = network.name
            yield DockerRange(
                subnet.prefix, Kind.SUBNET, said, subnet.origin, lan, attached, network=name, host=written
            )
        elif host.daemon.pools is None:
            said = f"{subnet.prefix}, which Docker takes for `{network.name}` from its default pools,"
            yield DockerRange(subnet.prefix, Kind.PREDICTED, said, subnet.origin, lan, host=written)


def _is_lan(used: DockerRange, plan: SitePlan) -> bool:
    subnets = plan.lans[used.lan].subnets if used.lan is not None else ()
    return any(interval(subnet).covers(interval(used.prefix)) for subnet in subnets)


def _block(room: Room, used: DockerRange, length: int) -> Prefix | None:
    """A free subnet of that length, or of the next shorter size that there is."""
    longest = min(length + 8, WIDTH[used.prefix.version])
    blocks = (room.block(used.prefix, bits, used.origin.span) for bits in range(length, longest + 1))
    return next((block for block in blocks if block is not None), None)


def _named(site: Site, plan: SitePlan) -> Iterator[Extent]:
    """Every range that the site names."""
    for lan in plan.lans.values():
        yield from lan.subnets
    for described in site.lans.values():
        yield from (to.network for route in described.routes for to in route.to)
    for avoided in plan.avoid.values():
        yield from avoided
    for name, host in plan.hosts.items():
        pools = (pool.base.network for pool in host.daemon.pools or ())
        yield from pools if host.daemon.pools else (pool.base for pool in ipam.BUILT_IN)
        yield from (bip.network for bip in host.daemon.bip)
        yield from (cidr.network for cidr in host.daemon.fixed_cidr)
        yield from (subnet.prefix for network in host.networks.values() for subnet in network.subnets)
        yield from (item.address.network for item in host.addresses)
        for service in site.hosts[name].services.values():
            yield from (cidr.network for cidr in (service.clients.range if service.clients else ()))
