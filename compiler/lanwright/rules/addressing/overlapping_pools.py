"""LW201: default address pools that overlap each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.plan.intervals import interval
from lanwright.rules.addressing.docker_ranges import private_room, written_base
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.intent import Site
    from lanwright.plan import Pool, SitePlan

_SORTED = DockerVersion(27, 0)


@rule("LW201", Severity.ERROR)
def overlapping_pools(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Two default address pools overlap.

    A pool is a range of addresses that Docker cuts into equal subnets: every network for which nobody wrote a
    `subnet` gets the next one. `{base: 10.201.0.0/16, size: 24}` means: take 10.201.0.0 to 10.201.255.255 and cut it
    into 256 subnets of 256 addresses each (/24).

    When two pools overlap, Docker says nothing: `dockerd --validate` prints "configuration OK" and dockerd starts.
    Since 27.0 it sorts the pools by address (their order in daemon.json means nothing) and drops the later of two
    that overlap, whole. Docker 26 keeps both and still gives each subnet once. Either way the room that you counted
    on isn't there, and one day `docker network create` says "all predefined address pools have been fully subnetted".

    Give each pool a base of its own, or drop the smaller one.
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        for pool, kept in dropped(host.daemon.pools or ()):
            place = written_base(site.hosts[name], pool.origin)
            block = room.block(pool.base.network, pool.base.network.prefixlen, place.span)
            yield Finding(
                message=f"the pool {pool.base.network} overlaps the pool {kept.base.network}",
                origin=place,
                why=_why(pool, host.daemon.version),
                fix=f"drop this pool, or write `base: {block}`" if block else "drop this pool",
                related=(Related(written_base(site.hosts[name], kept.origin), "the pool that Docker keeps"),),
                edits=(Write(place, block),) if block else (),
            )


def dropped(pools: Iterable[Pool]) -> Iterator[tuple[Pool, Pool]]:
    """Each pool that Docker drops, with the one it keeps: sorted by address, then by length."""
    kept: list[Pool] = []
    for pool in sorted(
        pools, key=lambda pool: (interval(pool.base.network)[:2], pool.base.network.prefixlen)
    ):
        if kept and interval(kept[-1].base.network).overlaps(interval(pool.base.network)):
            yield pool, kept[-1]
        else:
            kept.append(pool)


def _why(pool: Pool, version: DockerVersion) -> str:
    if version < _SORTED:
        return f"Docker {version} keeps both and gives each subnet only once, without a word: the pools hold less than they seem to"
    return f"Docker {version} sorts the pools by address and drops {pool.base.network} without a word: its room isn't there"
