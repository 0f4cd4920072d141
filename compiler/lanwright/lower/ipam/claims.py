"""Subnets that somebody wrote down, and when dockerd refuses one because of another.

Source: moby `libnetwork/ipams/defaultipam/address_space.go`, allocateSubnet (26 to 29 alike; moby#46756): a
subnet without an ip_range must overlap nothing that is allocated; one with an ip_range is refused only if exactly
this subnet with exactly this ip_range is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from lanwright.plan.intervals import Network, overlaps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """One subnet that a network asks for by name, with its ip_range if it has one."""

    subnet: Network
    ip_range: Network | None = None

    @property
    def version(self) -> int:
        """The address family."""
        return self.subnet.version

    @property
    def effective_range(self) -> Network | None:
        """The ip_range as Docker keeps it: one larger than its subnet becomes the subnet."""
        if self.ip_range is not None and self.ip_range.prefixlen < self.subnet.prefixlen:
            return self.subnet
        return self.ip_range

    def refused_beside(self, earlier: "Claim") -> bool:
        """Whether dockerd refuses this claim because of an earlier one that shares addresses with it."""
        if self.ip_range is None:
            return True
        same_subnet = self.subnet == earlier.subnet
        return same_subnet and self.effective_range == earlier.effective_range


def refused_pairs(claims: Iterable[tuple[Claim, T]]) -> list[tuple[T, T]]:
    """The pairs (earlier, later) of payloads of which dockerd refuses the later; claims in creation order.

    Other overlaps are accepted, though they hardly ever make sense: `plan.intervals.overlaps` finds them all.
    """
    extents = [(claim.subnet, (claim, payload)) for claim, payload in claims]
    return [
        (one, other) for (earlier, one), (later, other) in overlaps(extents) if later.refused_beside(earlier)
    ]
