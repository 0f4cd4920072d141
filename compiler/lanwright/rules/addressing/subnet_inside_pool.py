"""LW225: subnets that Docker may give to another network first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import Owner
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.addressing.moved_subnet import moved_subnet
from lanwright.rules.addressing.subnet_beside_its_lan import ROUTED
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan, Subnet
    from lanwright.plan.values import Prefix


@rule("LW225", Severity.WARNING)
def subnet_inside_pool(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A network's written subnet lies in a pool.

    From the pools Docker gives a subnet to each network that writes none: the lowest block that no network has at that
    moment. It doesn't know what will be written for a network that isn't there yet. So another project's network, or
    one that somebody makes by hand, gets this subnet when it comes first (after `docker compose down`, on a new host),
    and then Docker refuses the network that the subnet was written for: "Pool overlaps with other one on this address
    space". It works for months and fails now and then.

    Docker's own pools, in force where none are written, are 172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16. A
    network that is there before Docker makes any (`external`) and one that stands on a LAN aren't judged here.

    Write a subnet outside of the pools.
    """
    room = private_room(site, plan)
    elsewhere = PrefixIndex((prefix, prefix) for prefix in _named_elsewhere(site, plan))
    for host in plan.hosts.values():
        pools = PrefixIndex((pool.base, pool) for pool in _pools(host))
        given = PrefixIndex((subnet.prefix, subnet) for subnet in _given(host))
        for network in host.networks.values():
            for subnet in _judged(network):
                pool = next(pools.overlapping(subnet.prefix), None)
                told = any(any(index.overlapping(subnet.prefix)) for index in (elsewhere, given))
                if pool is not None and not told:
                    block = room.block(subnet.prefix, subnet.prefix.prefixlen, subnet.origin.span)
                    yield Finding(
                        message=f"the subnet {subnet.prefix} of `{network.name}` lies in {pool.said}",
                        origin=subnet.origin,
                        why='another network may get it first; then Docker refuses this one: "Pool overlaps with other one on this address space"',
                        fix=f"write `subnet: {block}`" if block else "write a subnet outside of the pools",
                        related=(Related(pool.origin, pool.said),) if pool.origin else (),
                        edits=moved_subnet(
                            site.hosts[host.name], network.name, subnet.prefix, block, subnet.origin
                        )
                        if block
                        else (),
                    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """A range that Docker cuts subnets from; `origin` where it is written."""

    base: Prefix
    said: str
    origin: Origin | None = None


def _pools(host: HostPlan) -> Iterator[_Pool]:
    for pool in host.daemon.pools or ():
        yield _Pool(pool.base.network, f"the pool {pool.base.network}", pool.origin)
    for built_in in () if host.daemon.pools else ipam.BUILT_IN:
        yield _Pool(built_in.base, f"{built_in.base}, one of Docker's own pools")


def _judged(network: DockerNetwork) -> Iterator[Subnet]:
    """Written subnets that Docker has yet to take; one that a cable leads to can't be another."""
    apart = network.strategy == "nat" or network.mode in ROUTED
    if apart and network.owner is not Owner.EXTERNAL:
        yield from (subnet for subnet in network.subnets if subnet.written)


def _named_elsewhere(site: Site, plan: SitePlan) -> Iterator[Prefix]:
    """What a subnet may not be for other reasons (LW202, LW203)."""
    for name, lan in plan.lans.items():
        yield from lan.subnets
        yield from (to.network for route in site.lans[name].routes for to in route.to)
    for avoided in plan.avoid.values():
        yield from avoided


def _given(host: HostPlan) -> Iterator[Subnet]:
    """What Docker gives to other networks of the intent before (LW209)."""
    networks = (network.subnets for network in host.networks.values())
    yield from (
        subnet for subnets in (host.daemon.docker0, *networks) for subnet in subnets if not subnet.written
    )
