"""LW204: pool sizes that dockerd refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.lower import ipam
from lanwright.rules.addressing.pool_size import fitting_size
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Pool


@rule("LW204", Severity.ERROR)
def impossible_pool_size(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The size of a default address pool is missing or impossible.

    `size` is the prefix length of each subnet that Docker cuts from the pool: at least the base's own length, at most
    32 (128 for IPv6). `dockerd --validate` accepts anything here; then dockerd doesn't start, with one of

    - "network at index 0 (&{10.201.0.0/24 16}) has a smaller prefix (/24) than the target size of that pool (/16)"
    - "network at index 0 (&{10.201.0.0/24 0}) is not in canonical form": the size is 0 or missing
    - "failed to allocate gateway (): invalid pool id: LocalDefault/invalid Prefix": the size is over 32 or 128
    - "invalid pools size: 0" (Docker 26)

    Docker 26 writes a list of all subnets of a pool when it starts. Of a /32 in pieces of a /64 there are 4294967296, and
    dockerd ends where memory does.

    Write a size between them: 24 gives subnets of 256 addresses, 64 is usual for IPv6.
    """
    written = site.hosts[host.name].docker
    for index, pool in enumerate(host.daemon.pools or ()):
        base = pool.base.network
        refusal = ipam.start_refusal(host.daemon.version, index, ipam.Pool(base, pool.size or 0))
        if refusal is not None:
            size = fitting_size(base)
            yield Finding(
                message=_message(pool),
                origin=written.at("default_address_pools", index, "size"),
                why=f'`dockerd --validate` accepts it; dockerd refuses to start: "{refusal}"',
                fix=f"write `size: {size}`" if size else f"write a base shorter than /{base.prefixlen}",
                edits=(Add(written.at("default_address_pools", index), {"size": size}),) if size else (),
            )
        elif _is_endless(host, pool):
            yield Finding(
                message=f"the pool {base} has 2^{(pool.size or 0) - base.prefixlen} subnets of a /{pool.size}",
                origin=written.at("default_address_pools", index, "size"),
                why=f"Docker {host.daemon.version} lists all of them when it starts, and no memory holds that list",
                fix="write a longer base, or a smaller size",
            )


def _is_endless(host: HostPlan, pool: Pool) -> bool:
    """Whether the list takes a hundred gigabytes or more; of 2^64 and more 26 makes none."""
    bits = (pool.size or 0) - pool.base.network.prefixlen
    return host.daemon.version < ipam.LINEAR_ALLOCATOR and _TOO_MANY <= bits < _WRAPS


_TOO_MANY, _WRAPS = 30, 64


def _message(pool: Pool) -> str:
    if pool.size is None:
        return f"the pool {pool.base.network} has no `size`"
    if pool.size in range(1, pool.base.network.prefixlen):
        return f"the pool {pool.base.network} can't be cut into subnets larger than itself (/{pool.size})"
    return f"the pool {pool.base.network} can't have the size {pool.size}"
