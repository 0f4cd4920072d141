"""LW205: pools whose subnets have no room, or that docker0 takes whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import WIDTH, interval
from lanwright.rules.addressing.crowds import crowds
from lanwright.rules.addressing.pool_size import LONGEST, NEVER_GIVEN, fitting_size
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Pool
    from lanwright.rules.addressing.crowds import Crowd


@rule("LW205", Severity.WARNING)
def cramped_pool(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A default address pool makes subnets without room, or not enough of it, or has only one subnet.

    Docker starts with a `size` of 30, 31 or 32 and makes useless networks: a /30 has room for the gateway and one
    container, a /31 for the gateway and one address that no container can use well, a /32 for the gateway alone. The
    second container gets "no available IPv4 addresses on this network's address pools". Where docker0 is to have an IPv6
    subnet of one address dockerd doesn't start: "failed to allocate gateway (): no available addresses on this pool".

    With any size a network has no more containers than its subnet has addresses, less three. Where more are on one network
    that has no `subnet` of its own, or in one project on the network that compose makes, the rest don't start.

    A size equal to the base's own length makes one subnet of the whole pool. Where no `bip` is written docker0 takes
    it, and the first `docker network create` says "all predefined address pools have been fully subnetted".

    Write a size that gives both: subnets with room, and several of them.
    """
    written = site.hosts[host.name].docker
    families = Counter(pool.base.version for pool in host.daemon.pools or ())
    for index, pool in enumerate(host.daemon.pools or ()):
        found = _without_room(pool) or (_eaten(host, pool) if families[pool.base.version] == 1 else None)
        crowd = _crowd(host, index)
        if found is None and crowd is not None:
            found = _crowded(pool, crowd)
        if found is not None:
            message, why = found
            refused = _leaves_docker0_nothing(host, pool)
            size = fitting_size(pool.base.network, crowd.containers if crowd else 0)
            yield Finding(
                message=message,
                origin=written.at("default_address_pools", index, "size"),
                why=f'dockerd refuses to start: "{_NO_GATEWAY}"' if refused else why,
                fix=f"write `size: {size}`" if size else "write a larger base",
                edits=(Add(written.at("default_address_pools", index), {"size": size}),) if size else (),
                severity=Severity.ERROR if refused else None,
                related=(Related(crowd.origin, f"`{crowd.network}`"),) if crowd else (),
            )


def _without_room(pool: Pool) -> tuple[str, str] | None:
    version, base = pool.base.version, pool.base.network
    if pool.size is None or not max(LONGEST[version] + 1, base.prefixlen) <= pool.size <= WIDTH[version]:
        return None
    addresses = 1 << (WIDTH[version] - pool.size)
    return (
        f"the pool {base} makes subnets of {addresses} address{'es' if addresses > 1 else ''} (/{pool.size})",
        f'the gateway has one of them, and soon a container gets none: "no available IPv{version} addresses"',
    )


_NO_GATEWAY = "failed to allocate gateway (): no available addresses on this pool"


def _leaves_docker0_nothing(host: HostPlan, pool: Pool) -> bool:
    """Whether docker0 gets a subnet of it without an address for itself: dockerd doesn't start."""
    base = interval(pool.base.network)
    chosen = [
        subnet
        for subnet in host.daemon.docker0
        if not subnet.written and base.covers(interval(subnet.prefix))
    ]
    return host.daemon.bridge is None and any(subnet.gateway is None for subnet in chosen)


def _eaten(host: HostPlan, pool: Pool) -> tuple[str, str] | None:
    """Whether docker0 takes the only subnet of the only pool of its family."""
    base = pool.base.network
    taken = any(not subnet.written and subnet.prefix == base for subnet in host.daemon.docker0)
    if pool.size != base.prefixlen or not taken:
        return None
    return (
        f"the pool {base} is one subnet, and docker0 takes it",
        'the first `docker network create` says "all predefined address pools have been fully subnetted"',
    )


def _crowd(host: HostPlan, index: int) -> Crowd | None:
    """The network with most containers, told of the pool with the largest IPv4 subnets, if not even these hold them."""
    rooms = {number: room for number, pool in enumerate(host.daemon.pools or ()) if (room := _room(pool))}
    widest = max(rooms, key=rooms.__getitem__, default=None)
    largest = max(crowds(host), key=lambda crowd: crowd.containers, default=None)
    is_told = widest == index and largest is not None and rooms[index] < largest.containers
    return largest if is_told else None


def _room(pool: Pool) -> int:
    """How many containers a subnet of an IPv4 pool holds; 0 where that isn't what is wrong with it."""
    size = pool.size
    if size is None or pool.base.version == 6 or not pool.base.network.prefixlen <= size <= LONGEST[4]:
        return 0
    return (1 << (WIDTH[4] - size)) - NEVER_GIVEN


def _crowded(pool: Pool, crowd: Crowd) -> tuple[str, str]:
    has = f"the pool {pool.base.network} makes subnets for {_room(pool)} containers (/{pool.size})"
    return (
        f"{has}, and {crowd.containers} are to be on `{crowd.network}`",
        "the rest of them don't start: \"no available IPv4 addresses on this network's address pools\"",
    )
