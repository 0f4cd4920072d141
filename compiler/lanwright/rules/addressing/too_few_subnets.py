"""LW208: pools that hold fewer subnets than a host needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import Owner
from lanwright.plan.free_space import subtract
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.intervals import Extent
    from lanwright.rules.addressing.room import Room


@rule("LW208", Severity.ERROR)
def too_few_subnets(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A host's pools hold fewer subnets than its networks need.

    Each network without a `subnet` takes one from the pools, docker0 too where no `bip` is written, and so does the
    `default` network that compose makes for each project with a service that names no network. Docker's own pools
    hold 31: after that, `docker network create` says "all predefined address pools have been fully subnetted" (before
    27.0: "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the
    network"). Where not even docker0 gets one, dockerd doesn't start. What overlaps an on-link route of the host or a
    subnet that is written down isn't given out.

    Add a pool, or cut the pools into smaller subnets.
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        pools = _usable_pools(host)
        waiting = _waiting(host)
        if pools is None or not waiting:
            continue
        held = _blocks(pools, _taken(host))
        if len(waiting) > held:
            without = [item for item in waiting[held:] if item is not None]
            place = _place(site, name, without)
            yield Finding(
                message=f"{len(waiting)} networks need a subnet from the pools, which have {held} to give",
                origin=place,
                why=_why(host, pools, held),
                fix=_fix(room, host, len(waiting), place),
                related=tuple(Related(item.origin, f"`{item.name}` gets none") for item in without[:3]),
            )


def _usable_pools(host: HostPlan) -> Sequence[ipam.Pool] | None:
    """The pools that Docker uses, or None where it doesn't start with them (LW204)."""
    written = [ipam.Pool(pool.base.network, pool.size or 0) for pool in host.daemon.pools or ()]
    if not all(pool.capacity for pool in written):
        return None
    return ipam.used_pools(host.daemon.version, written)


def _waiting(host: HostPlan) -> list[DockerNetwork | None]:
    """What takes an IPv4 subnet from the pools, in the order of making; None for docker0 and default networks."""
    docker0 = bool(host.daemon.docker0_predicted or host.daemon.docker0_refusal)
    chosen = [
        network
        for network in host.networks.values()
        if network.owner is not Owner.EXTERNAL and network.predicted is not False
    ]
    projects = {
        service.project
        for service in host.services.values()
        if service.compose and not service.endpoints and service.network_mode is None
    }
    return [None] * docker0 + [*chosen] + [None] * len(projects)


def _taken(host: HostPlan) -> Iterator[Extent]:
    """What Docker keeps clear of: on-link routes, and subnets that are written down."""
    connected = (
        (item.address.network, None) for item in host.addresses if item.address.network.num_addresses > 1
    )
    yield from ipam.reserved_prefixes(
        [*connected, *((route.destination, route.via) for route in host.routes)], ()
    )
    yield from (subnet.prefix for subnet in host.daemon.docker0 if subnet.written)
    for network in host.networks.values():
        yield from (subnet.prefix for subnet in network.subnets if subnet.written)


def _blocks(pools: Iterable[ipam.Pool], taken: Iterable[Extent]) -> int:
    """How many IPv4 subnets the pools can still give."""
    used, count = list(taken), 0
    for pool in pools:
        if pool.version == 4:
            step = 1 << (32 - pool.size)
            for gap in subtract(pool.interval, used):
                count += max(0, (gap.last + 1) // step - -(-gap.first // step))
    return count


def _place(site: Site, name: str, without: Sequence[DockerNetwork]) -> Origin:
    """The pools where they are written; else the first network that gets nothing."""
    host = site.hosts[name]
    if host.docker.wrote("default_address_pools") or not without:
        return host.at("docker", "default_address_pools")
    return without[0].origin


def _why(host: HostPlan, pools: Sequence[ipam.Pool], held: int) -> str:
    words = ipam.no_block_left(host.daemon.version, 4, pools)
    if held == 0 and host.daemon.docker0_refusal:
        return f'dockerd refuses to start: error creating default "bridge" network: {words}'
    return f'`docker network create` fails: "{words}"'


def _fix(room: Room, host: HostPlan, needed: int, place: Origin) -> str:
    bases = [pool.base.network for pool in host.daemon.pools or () if pool.base.version == 4]
    near = bases[-1] if bases else ipam.BUILT_IN[3].base
    length = max(8, min(16, 24 - needed.bit_length()))
    block = room.block(near, length, place.span)
    if block is None:
        return "cut the pools into smaller subnets"
    entry = f"{{base: {block}, size: 24}}"
    return f"add the pool `{entry}`" if bases else f"write `default_address_pools: [{entry}]`"
