"""The pools from which Docker cuts the subnets that nobody wrote down.

Source: moby `libnetwork/ipamutils/utils.go` (the built-in pools), `libnetwork/ipams/defaultipam` (27 and newer:
sorted, the later of two that overlap dropped) and, for 26, `SplitNetworks` (every block listed, in the file's
order, overlaps and all).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import WIDTH, Interval, Network, interval


@dataclass(frozen=True, slots=True)
class Pool:
    """One entry of `default-address-pools`: a base, cut into blocks of one prefix length."""

    base: Network
    size: int

    @property
    def version(self) -> int:
        """The address family."""
        return self.base.version

    @property
    def capacity(self) -> int:
        """How many blocks the base holds; none when the size doesn't fit it."""
        fits = self.base.prefixlen <= self.size <= WIDTH[self.version]
        return 1 << (self.size - self.base.prefixlen) if fits else 0

    @property
    def interval(self) -> Interval:
        """The addresses of the base."""
        return interval(self.base)


BUILT_IN = tuple(
    Pool(IPv4Network(base), size)
    for base, size in (
        ("172.17.0.0/16", 16),
        ("172.18.0.0/16", 16),
        ("172.19.0.0/16", 16),
        ("172.20.0.0/14", 16),
        ("172.24.0.0/14", 16),
        ("172.28.0.0/14", 16),
        ("192.168.0.0/16", 20),
    )
)
"""What Docker 26 to 29 uses when no pools are configured: 31 subnets, of which docker0 takes the first."""


def used_pools(version: DockerVersion, configured: Sequence[Pool]) -> tuple[Pool, ...]:
    """The pools that Docker really uses, in the order in which it does; all their sizes fit their bases.

    A configured list replaces the built-in pools whole. Pools that `start_refusal` names are left out.
    """
    pools = [pool for pool in configured or BUILT_IN if pool.capacity]
    if version < DockerVersion(27, 0):
        return tuple(map(_distinct_in_26, pools))
    return tuple(_without_overlaps(pools))


def _without_overlaps(pools: Iterable[Pool]) -> list[Pool]:
    """Sorted by address, then by prefix length, each dropped that overlaps the one kept before it."""
    kept: list[Pool] = []
    for pool in sorted(pools, key=_by_address):
        if not kept or not kept[-1].interval.overlaps(pool.interval):
            kept.append(pool)
    return kept


def _by_address(pool: Pool) -> tuple[int, int, int]:
    return pool.version, pool.interval.first, pool.base.prefixlen


def _distinct_in_26(pool: Pool) -> Pool:
    """The part of a base whose blocks differ from each other in Docker 26.

    It numbers blocks in 64 bits, so of an IPv6 base only what fits the low 64 bits is more than a repetition.
    """
    if pool.version == 4:
        return pool
    length = max(pool.base.prefixlen, min(pool.size, 64))
    return Pool(IPv6Network((int(pool.base.network_address), length)), pool.size)
