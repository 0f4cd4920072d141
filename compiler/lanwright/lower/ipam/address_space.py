"""One family's books of one Docker engine: which prefixes are allocated, and which block comes next."""

from collections.abc import Sequence
from typing import Protocol

from lanwright.lower.ipam.claims import Claim, refused_pairs
from lanwright.plan.intervals import Network
from lanwright.plan.prefix_index import PrefixIndex


class Blocks(Protocol):
    """Where automatic subnets come from; one kind per allocator that Docker has had."""

    def next_block(self) -> Network | None:
        """The block that is next, or None."""

    def occupy(self, prefix: Network) -> None:
        """Take a prefix out."""


class AddressSpace:
    """The subnets of all local networks of one family: bridge, macvlan and ipvlan share them."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._allocated: PrefixIndex[Claim] = PrefixIndex()
        self._exact: set[tuple[Network, Network | None]] = set()

    def next_block(self) -> Network | None:
        """The subnet that an automatic network would get now."""
        return self._blocks.next_block()

    def refuses(self, claims: Sequence[Claim]) -> bool:
        """Whether dockerd refuses a network with these subnets, because of others or of each other."""
        refused = any(self._refuses(claim) for claim in claims)
        return refused or bool(refused_pairs((claim, None) for claim in claims))

    def allocate(self, claim: Claim) -> None:
        """Enter a subnet in the books."""
        self._exact.add((claim.subnet, claim.effective_range))
        if claim.subnet not in self._allocated:
            self._allocated.add(claim.subnet, claim)
            self._blocks.occupy(claim.subnet)

    def _refuses(self, claim: Claim) -> bool:
        if claim.ip_range is not None:
            return (claim.subnet, claim.effective_range) in self._exact
        return next(self._allocated.overlapping(claim.subnet), None) is not None
