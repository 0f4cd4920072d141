"""The next subnet as Docker 27 and newer choose it: a walk along the taken prefixes, first fit.

Source: moby `libnetwork/ipams/defaultipam/address_space.go`, allocatePredefinedPool. It walks the sorted prefixes
that are allocated or reserved and takes the first aligned block that fits between one and the next, or between
the last and its pool's end. It looks at neighbours only. So where a taken prefix lies *inside* a larger one (a
nameserver inside the LAN) the walk goes on behind the smaller one, and Docker may hand out a block of the larger:
pool 192.168.0.0/16 cut to /24, LAN 192.168.0.0/22 and nameserver 192.168.0.1 give 192.168.1.0/24. The prediction
has to say so too.

Docker walks anew for each network. We keep a heap of the places where a block may fit, so that 10,000 networks
cost n log n: a place that fits nothing never will again, because nothing is freed.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import TypeAlias

from lanwright.lower.ipam.pools import Pool
from lanwright.plan.intervals import WIDTH, Network, interval, network

Place: TypeAlias = tuple[int, int]
"""A taken prefix as (first address, prefix length): sorts as Docker sorts. Length -1 is the start of a pool."""

_POOL_START = -1


class LinearBlocks:
    """The free blocks of one family's pools, which are sorted and apart from each other."""

    def __init__(self, pools: Sequence[Pool], reserved: Iterable[Network]) -> None:
        self._pools = pools
        self._bases = [pool.interval for pool in pools]
        self._starts = [base.first for base in self._bases]
        self._ends: dict[int, Place] = {}
        self._taken: list[Place] = []
        self._openings: list[Place] = [(base.first, _POOL_START) for base in self._bases]
        for prefix in reserved:
            self.occupy(prefix)

    def next_block(self) -> Network | None:
        """The block that Docker takes next; None when the pools are used up. It stays free until occupied."""
        while self._openings:
            block = self._block_after(self._openings[0])
            if block is not None:
                return block
            heappop(self._openings)
        return None

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out, whether it lies in a pool, holds whole pools or neither."""
        place = (int(prefix.network_address), prefix.prefixlen)
        last = interval(prefix).last
        whole = range(bisect_left(self._starts, place[0]), bisect_right(self._starts, last))
        pool = bisect_right(self._starts, place[0]) - 1
        for covered in whole:
            if last >= self._bases[covered].last:
                self._ends[covered] = (self._starts[covered], _POOL_START)
        if pool >= 0 and last <= self._bases[pool].last:
            insort(self._taken, place)
            heappush(self._openings, place)
            if last == self._bases[pool].last:
                self._ends[pool] = min(self._ends.get(pool, place), place)

    def _block_after(self, place: Place) -> Network | None:
        """The first block behind this place, if it ends before the next taken prefix and its pool do."""
        at = bisect_right(self._starts, place[0]) - 1
        if at in self._ends and place >= self._ends[at]:
            return None
        size, version = self._pools[at].size, self._pools[at].version
        start = _behind(place, size, WIDTH[version])
        if start > self._bases[at].last:
            return None
        block = network(version, start, size)
        following = bisect_right(self._taken, place)
        is_last = following == len(self._taken)
        return block if is_last or interval(block).last < self._taken[following][0] else None


def _behind(place: Place, size: int, width: int) -> int:
    """Where the block right after a prefix begins (moby netiputil.PrefixAfter), or a pool's first block."""
    first, length = place
    if length == _POOL_START:
        return first
    step = 1 << (width - size)
    return (first + (1 << (width - min(size, length)))) // step * step
