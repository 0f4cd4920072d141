"""Both allocators against walks that look at every block."""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Network, ip_network
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright.lower.ipam import Allocation, Claim, Pool, Request, allocate, used_pools
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import Network

Rule: TypeAlias = Callable[[Sequence[Pool], Sequence[Network]], Network | None]

V26, V28 = DockerVersion(26, 1), DockerVersion(28, 5)


@st.composite
def small_prefixes(draw: st.DrawFn, shortest: int = 22) -> Network:
    """An IPv4 prefix of at most 1,024 addresses in a world of 2,048."""
    length = draw(st.integers(shortest, 32))
    number = int(ip_network("10.0.0.0").network_address) + draw(st.integers(0, 2047))
    return IPv4Network((number >> (32 - length) << (32 - length), length))


@st.composite
def small_pools(draw: st.DrawFn) -> Pool:
    """A pool of at most 16 blocks."""
    base = draw(small_prefixes(22))
    return Pool(base, draw(st.integers(base.prefixlen, min(32, base.prefixlen + 4))))


@st.composite
def requests(draw: st.DrawFn) -> list[Request]:
    """Networks with and without a subnet; some subnets have a range, so that they may overlap others."""
    made = []
    for number in range(draw(st.integers(0, 20))):
        subnet = draw(st.none() | small_prefixes())
        ranged = draw(st.booleans())
        claims = () if subnet is None else (Claim(subnet, subnet if ranged else None),)
        made.append(Request(str(number), claims))
    return made


pools = st.lists(small_pools(), min_size=1, max_size=4)
reserved = st.lists(small_prefixes(24), max_size=5)


def blocks(pool: Pool) -> Iterable[Network]:
    """All blocks of a pool, lowest first."""
    return pool.base.subnets(new_prefix=pool.size)


def apart(prefixes: Sequence[Network]) -> list[Network]:
    """The prefixes without those that lie inside another."""
    return [
        one
        for one in prefixes
        if not any(
            one != other and one.overlaps(other) and one.prefixlen > other.prefixlen for other in prefixes
        )
    ]


def sort_key(prefix: Network) -> tuple[int, int]:
    """As Docker sorts prefixes."""
    return int(prefix.network_address), prefix.prefixlen


def first_fit(used: Sequence[Pool], taken: Sequence[Network]) -> Network | None:
    """The first block of the first pool that overlaps nothing."""
    candidates = (block for pool in used for block in blocks(pool))
    return next((block for block in candidates if not any(block.overlaps(one) for one in taken)), None)


def walk(used: Sequence[Pool], taken: Sequence[Network]) -> Network | None:
    """The first block that ends before the next taken prefix begins and lies behind the one before it.

    A pool inside a taken prefix is no pool; one that is taken up to its end has nothing behind that.
    """
    for pool in used:
        if any(one.overlaps(pool.base) and one.prefixlen <= pool.base.prefixlen for one in taken):
            continue
        inside = sorted((one for one in taken if one.overlaps(pool.base)), key=sort_key)
        behind = int(pool.base.network_address)
        for one in [*inside, None]:
            before = int(pool.base.broadcast_address) + 1 if one is None else int(one.network_address)
            for block in blocks(pool):
                if behind <= int(block.network_address) and int(block.broadcast_address) < before:
                    return block
            if one is None or one.broadcast_address == pool.base.broadcast_address:
                break
            same_block = one.supernet(new_prefix=pool.size) if one.prefixlen > pool.size else one
            behind = int(same_block.broadcast_address) + 1
    return None


class BlockByBlock:
    """Docker 26, literally (moby v26, allocatePredefinedPool and requestPoolHelper): every block in one list."""

    def __init__(self, used: Sequence[Pool], kept: Sequence[Network]) -> None:
        self._listed = [block for pool in used for block in blocks(pool)]
        self._kept = kept
        self._at = 0

    def __call__(self, used: Sequence[Pool], taken: Sequence[Network]) -> Network | None:
        """The next block; those that overlap a route or a nameserver are held meanwhile."""
        del used
        allocated = list(taken[len(self._kept) :])
        while True:
            block = self._requested(allocated)
            if block is None or not any(block.overlaps(one) for one in self._kept):
                return block
            allocated.append(block)

    def _requested(self, allocated: Sequence[Network]) -> Network | None:
        rotated = self._listed[self._at :] + self._listed[: self._at]
        for steps, block in enumerate(rotated):
            if not any(block.overlaps(one) for one in allocated):
                self._at = (self._at + steps + 1) % len(self._listed)
                return block
        return None


def replay(
    allocations: Sequence[Allocation],
    asked: Sequence[Request],
    used: Sequence[Pool],
    kept: Sequence[Network],
    rule: Rule,
) -> None:
    """Each automatic subnet is what the rule gives at that point."""
    taken = list(kept)
    for got, request in zip(allocations, asked, strict=True):
        if not request.claims:
            expected = rule(used, taken)
            assert got.subnets == (() if expected is None else (expected,))
        if got.refusal is None:
            taken += got.subnets


@settings(deadline=None)
@given(pools, reserved, requests())
def test_since_27_each_block_is_the_first_that_the_walk_finds(
    configured: list[Pool], kept: list[Network], asked: list[Request]
) -> None:
    """The heap of places finds what Docker's walk from the start finds, also where prefixes are nested."""
    got = allocate(V28, configured, kept, None, asked)
    replay(got, asked, used_pools(V28, configured), kept, walk)


@settings(deadline=None)
@given(pools, reserved, requests())
def test_in_26_each_block_is_the_next_of_the_list(
    configured: list[Pool], kept: list[Network], asked: list[Request]
) -> None:
    """Passing whole runs of blocks finds what a look at all blocks finds."""
    used = used_pools(V26, configured)
    replay(allocate(V26, configured, kept, None, asked), asked, used, kept, BlockByBlock(used, kept))


@settings(deadline=None)
@given(
    pools, reserved, st.integers(0, 20), st.lists(small_prefixes(), max_size=5), st.sampled_from([V26, V28])
)
def test_without_nesting_the_lowest_block_that_overlaps_nothing_is_taken(
    configured: list[Pool], kept: list[Network], count: int, explicit: list[Network], version: DockerVersion
) -> None:
    """Where no pool or taken prefix overlaps another, every version takes the lowest free block; nothing overlaps."""
    configured = list(used_pools(V28, configured))
    disjoint = apart([*kept, *explicit])
    asked = [Request(str(one), (Claim(one),)) for one in explicit if one in disjoint]
    asked += [Request(str(number)) for number in range(count)]
    kept = [one for one in kept if one in disjoint]
    got = allocate(version, configured, kept, None, asked)
    replay(got, asked, used_pools(version, configured), kept, first_fit)
    made = [subnet for one in got if one.refusal is None for subnet in one.subnets]
    chosen = [subnet for one in got for subnet in one.automatic]
    assert not any(block.overlaps(one) for block in chosen for one in kept)
    assert not any(one.overlaps(other) for at, one in enumerate(made) for other in made[:at])
