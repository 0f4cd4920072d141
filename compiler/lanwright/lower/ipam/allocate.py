"""The subnets that one Docker engine gives its networks, in the order in which they are made.

In: the engine's version, its pools, what it keeps clear of, docker0 and the networks. Out: an allocation for each,
docker0's first; a network that can't be made has the daemon's refusal instead. A prediction holds for an engine
that has no networks yet; subnets that are freed and used again aren't modelled. Nor is what a refusal leaves
behind: 27 and 28 keep the first subnets of a network whose later one is refused. So the subnets that follow a refusal
are those of a set-up without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lanwright.lower.ipam.address_space import AddressSpace, Blocks
from lanwright.lower.ipam.claims import Claim
from lanwright.lower.ipam.daemon_words import LINEAR_ALLOCATOR, bridges_overlap, no_block_left, pool_overlaps
from lanwright.lower.ipam.linear import LinearBlocks
from lanwright.lower.ipam.listed import BlockList, ListedBlocks
from lanwright.lower.ipam.pools import Pool, used_pools
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import Network
from lanwright.plan.prefix_index import PrefixIndex


@dataclass(frozen=True, slots=True)
class Request:
    """A network to be made. A family that is on and has no claim gets a subnet from the pools.

    Claims of a family that is off are ignored, as Docker ignores an IPv6 subnet without enable_ipv6.
    `bridge` says that the bridge driver makes it, docker0 too: of those no two may overlap, with an ip_range or without.
    """

    name: str
    claims: tuple[Claim, ...] = ()
    ipv4: bool = True
    ipv6: bool = False
    bridge: bool = False

    def families(self) -> tuple[int, ...]:
        """The families that are on, in the order in which Docker allocates them."""
        return tuple(family for family, on in ((4, self.ipv4), (6, self.ipv6)) if on)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a network gets: its subnets, IPv4 before IPv6, those from the pools also in `automatic`.

    `engine_ula` says that it has one more IPv6 subnet, which comes from the engine's own ULA and can't be known
    offline. A `refusal` (the daemon's words) says that the network can't be made; its written subnets still stand.
    """

    name: str
    subnets: tuple[Network, ...] = ()
    automatic: tuple[Network, ...] = ()
    engine_ula: bool = False
    refusal: str | None = None
    exhausted: bool = False

    @property
    def predicted(self) -> bool:
        """Whether Docker chose a subnet by itself."""
        return bool(self.automatic)


def allocate(
    version: DockerVersion,
    pools: Sequence[Pool],
    reserved: Iterable[Network],
    docker0: Request | None,
    requests: Iterable[Request],
) -> tuple[Allocation, ...]:
    """Give each network its subnets; `pools` are those of daemon.json, none of them for Docker's own."""
    engine = _Engine(version, used_pools(version, pools), tuple(reserved))
    first = () if docker0 is None else (docker0,)
    return tuple(engine.create(request) for request in (*first, *requests))


class _Engine:
    """The address spaces of an engine while networks are made one after the other."""

    def __init__(self, version: DockerVersion, pools: Sequence[Pool], reserved: Sequence[Network]) -> None:
        self._version = version
        self._pools = pools
        blocks = self._blocks(reserved)
        self._spaces = {family: AddressSpace(blocks[family]) for family in (4, 6)}
        self._bridges: PrefixIndex[Network] = PrefixIndex()
        self._has_ula = version >= LINEAR_ALLOCATOR and all(pool.version == 4 for pool in pools)

    def create(self, request: Request) -> Allocation:
        """Make one network; one that is refused takes nothing."""
        claims: list[Claim] = []
        automatic: list[Network] = []
        for family in request.families():
            written = [claim for claim in request.claims if claim.version == family]
            claims += written
            if written and self._spaces[family].refuses(written):
                return self._refused(request, pool_overlaps(self._version))
            if written or self._from_own_ula(family):
                continue
            block = self._spaces[family].next_block()
            if block is None:
                words = no_block_left(self._version, family, self._pools)
                return self._refused(request, words, exhausted=True)
            automatic.append(block)
        claims += map(Claim, automatic)
        for claim in claims if request.bridge else ():
            if any(self._bridges.overlapping(claim.subnet)):
                return self._refused(request, bridges_overlap(claim.version))
        for claim in claims:
            self._spaces[claim.version].allocate(claim)
            if request.bridge:
                self._bridges.add(claim.subnet, claim.subnet)
        return Allocation(
            request.name,
            tuple(claim.subnet for claim in sorted(claims, key=lambda claim: claim.version)),
            tuple(automatic),
            engine_ula=6 in request.families() and not any(claim.version == 6 for claim in claims),
        )

    def _blocks(self, reserved: Sequence[Network]) -> Mapping[int, Blocks]:
        """Where each family's subnets come from; until 26 the two share a list."""
        if self._version < LINEAR_ALLOCATOR:
            listed = BlockList(self._pools, reserved)
            return {family: ListedBlocks(listed, family) for family in (4, 6)}
        return {
            family: LinearBlocks(
                [pool for pool in self._pools if pool.version == family],
                [prefix for prefix in reserved if prefix.version == family],
            )
            for family in (4, 6)
        }

    def _from_own_ula(self, family: int) -> bool:
        return family == 6 and self._has_ula

    def _refused(self, request: Request, words: str, *, exhausted: bool = False) -> Allocation:
        subnets = tuple(
            claim.subnet
            for family in request.families()
            for claim in request.claims
            if claim.version == family
        )
        return Allocation(request.name, subnets, refusal=words, exhausted=exhausted)
