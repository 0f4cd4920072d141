"""Random choices that a seed repeats: prefixes and addresses of a range, and what happens now and then.

A seeded generator instead of hypothesis: each example costs a start of dockerd, so nothing is shrunk, and the number
that a failure shows must make the same configuration again in every version of hypothesis and Python.
"""

from __future__ import annotations

from random import Random
from typing import TypeVar

from lanwright.plan.intervals import WIDTH, Address, Network, address, interval, network

T = TypeVar("T")


class Draw:
    """The choices of one configuration."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often."""
        return self._random.randrange(100) < percent

    def number(self, first: int, last: int) -> int:
        """A whole number, both ends among them."""
        return self._random.randrange(first, last + 1)

    def one_of(self, *options: T) -> T:
        """One of some; write it twice to make it twice as likely."""
        return options[self._random.randrange(len(options))]

    def prefix(self, within: Network, shortest: int, longest: int) -> Network:
        """A prefix inside a range; a length that the range doesn't have becomes one that it has."""
        shortest = max(shortest, within.prefixlen)
        longest = min(max(longest, shortest), WIDTH[within.version])
        length = self.number(shortest, longest)
        blocks = 1 << (length - within.prefixlen)
        first = int(within.network_address) + (
            self._random.randrange(blocks) << (WIDTH[within.version] - length)
        )
        return network(within.version, first, length)

    def address(self, within: Network) -> Address:
        """An address that a machine may have there."""
        whole = interval(within)
        if whole.size <= 2:
            return address(whole.version, whole.last)
        return address(whole.version, self.number(whole.first + 1, whole.last - 1))
