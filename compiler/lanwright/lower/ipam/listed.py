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
from lanwright.plan.intervals import WIDTH, Network, interval, network
from lanwright.plan.prefix_index import PrefixIndex


class BlockList:
    """The blocks of all pools in the order in which they are configured, and how far the last request came."""

    def __init__(self, pools: Sequence[Pool], reserved: Iterable[Network]) -> None:
        self._pools = pools
        self._reserved = PrefixIndex((prefix, prefix) for prefix in reserved)
        self._taken: PrefixIndex[Network] = PrefixIndex()
        self._at = 0, pools[0].interval.first if pools else 0
        self._fruitless: set[int] = set()

    def next_block(self, family: int) -> Network | None:
        """The block that Docker takes next; None when none is left."""
        if family in self._fruitless:
            return None
        before = self._at
        held: PrefixIndex[Network] = PrefixIndex()
        while (block := self._untaken(family, held)) is not None:
            obstacle = next(self._reserved.overlapping(block), None)
            if obstacle is None:
                return block
            self._hold(block, obstacle, held)
        if self._at == before:
            self._fruitless.add(family)
        return None

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out."""
        if prefix not in self._taken:
            self._taken.add(prefix, prefix)
            self._fruitless.clear()

    def _untaken(self, family: int, held: PrefixIndex[Network]) -> Network | None:
        """The next block that overlaps nothing taken and nothing held; the list goes on behind it."""
        for at, first, last in self._round():
            pool = self._pools[at]
            step = 1 << (WIDTH[pool.version] - pool.size)
            number = first if pool.version == family else last + 1
            while number <= last:
                block = network(family, number, pool.size)
                obstacles = (next(index.overlapping(block), None) for index in (self._taken, held))
                obstacle = next((one for one in obstacles if one is not None), None)
                if obstacle is None:
                    self._at = at, number + step
                    return block
                number = max(interval(obstacle).last, interval(block).last) + 1
        return None

    def _round(self) -> Iterator[tuple[int, int, int]]:
        """The pools as (place, first address, last address), once round from where the list is."""
        here, number = self._at
        if not self._pools:
            return
        bases = [pool.interval for pool in self._pools]
        yield here, number, bases[here].last
        for at in (*range(here + 1, len(bases)), *range(here)):
            yield at, bases[at].first, bases[at].last
        yield here, bases[here].first, number - 1

    def _hold(self, block: Network, obstacle: Network, held: PrefixIndex[Network]) -> None:
        """Hold a block, and at once all further ones of its pool that the same route or nameserver lies over."""
        at, _ = self._at
        base = self._pools[at].base
        run = max(obstacle, base, key=_length) if obstacle.prefixlen < block.prefixlen else block
        held.add(run, run)
        self._at = at, interval(run).last + 1


def _length(prefix: Network) -> int:
    return prefix.prefixlen


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
