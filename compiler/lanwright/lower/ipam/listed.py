"""The next subnet as Docker 26 chooses it: the next block of a list that both families share, round and round.

Source: moby v26 `libnetwork/ipams/defaultipam/address_space.go`, allocatePredefinedPool, and `libnetwork/network.go`,
requestPoolHelper. Docker 26 lists every block of every pool at start, in the order of daemon.json, and each request
goes on behind the block that the last one took. A block that overlaps a route or a nameserver is taken, too, and held
until another is found or none is left; only then is it let go. So a large block that the LAN lies in hides for that
time all smaller ones of other pools inside it: a request may fail, and the next one not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lanwright.lower.ipam.pools import Pool
from lanwright.plan.intervals import Network, interval, network
from lanwright.plan.prefix_index import PrefixIndex


class BlockList:
    """The blocks of all pools in the order in which they are configured, and how far the last request came."""

    def __init__(self, pools: Sequence[Pool], reserved: Iterable[Network]) -> None:
        self._pools = pools
        self._reserved = PrefixIndex((prefix, prefix) for prefix in reserved)
        self._taken: PrefixIndex[Network] = PrefixIndex()
        self._passed = 0, 0
        self._fruitless: set[int] = set()

    def next_block(self, family: int) -> Network | None:
        """The block that Docker takes next; None when none is left."""
        if family in self._fruitless:
            return None
        before = self._passed
        held: PrefixIndex[Network] = PrefixIndex()
        while (untaken := self._untaken(family, held)) is not None:
            at, block = untaken
            obstacle = next(self._reserved.overlapping(block), None)
            run = block if obstacle is None else _run(self._pools[at].base, block, obstacle)
            self._passed = at, interval(run).last + 1 - self._pools[at].interval.first
            if obstacle is None:
                return block
            held.add(run, run)
        if self._passed == before:
            self._fruitless.add(family)
        return None

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out."""
        if prefix not in self._taken:
            self._taken.add(prefix, prefix)
            self._fruitless.clear()

    def _untaken(self, family: int, held: PrefixIndex[Network]) -> tuple[int, Network] | None:
        """The next block that overlaps nothing taken and nothing held, and the place of its pool."""
        for at, start in self._round():
            pool, number = self._pools[at], start
            while pool.version == family and number <= pool.interval.last:
                block = network(family, number, pool.size)
                obstacles = (next(index.overlapping(block), None) for index in (self._taken, held))
                obstacle = next((one for one in obstacles if one is not None), None)
                if obstacle is None:
                    return at, block
                number = max(interval(obstacle).last, interval(block).last) + 1
        return None

    def _round(self) -> Iterator[tuple[int, int]]:
        """The places of the pools and where to begin in each: from where the list is to its end, then all of it."""
        here, passed = self._passed
        starts = [(at, pool.interval.first) for at, pool in enumerate(self._pools)]
        for at, first in starts[here:]:
            yield at, first + passed if at == here else first
        yield from starts


def _run(base: Network, block: Network, obstacle: Network) -> Network:
    """The blocks of a pool that one route or nameserver lies over: of these three, each inside another, the middle one."""
    return sorted((base, block, obstacle))[1]


@dataclass(frozen=True, slots=True)
class ListedBlocks:
    """The blocks of one family in a list."""

    listed: BlockList
    family: int

    def next_block(self) -> Network | None:
        """The block that Docker takes next; asking moves the list on, as each request does."""
        return self.listed.next_block(self.family)

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out."""
        self.listed.occupy(prefix)
