"""The next subnet as Docker 26 chooses it: the first block in the file's order that overlaps nothing.

Source: moby v26 `libnetwork/ipam/allocator.go`, allocatePredefinedPool, and `libnetwork/network.go`,
requestPoolHelper. Docker 26 lists every block of every pool at start, in the order of daemon.json, and goes on
where it left off; a block that overlaps a route or a nameserver is held until another is found. While nothing is
freed that is first fit. Where a pool overlaps an earlier one, its blocks serve again as far as they are free.
"""

from collections.abc import Iterable, Sequence

from lanwright.lower.ipam.pools import Pool
from lanwright.plan.intervals import Network, interval, network
from lanwright.plan.prefix_index import PrefixIndex


class ListedBlocks:
    """The free blocks of one family's pools, in the order in which they are configured."""

    def __init__(self, pools: Sequence[Pool], reserved: Iterable[Network]) -> None:
        self._taken = PrefixIndex((prefix, prefix) for prefix in reserved)
        self._pools = list(reversed(pools))
        self._at = self._pools[-1].interval.first if pools else 0

    def next_block(self) -> Network | None:
        """The block that Docker takes next; None when the pools are used up. It stays free until occupied."""
        while self._pools:
            pool = self._pools[-1]
            if self._at <= pool.interval.last:
                block = network(pool.version, self._at, pool.size)
                obstacle = next(self._taken.overlapping(block), None)
                if obstacle is None:
                    return block
                self._at = max(interval(obstacle).last, interval(block).last) + 1
            else:
                self._pools.pop()
                self._at = self._pools[-1].interval.first if self._pools else 0
        return None

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out."""
        if prefix not in self._taken:
            self._taken.add(prefix, prefix)
