"""Ranges of ports with a payload each: which one overlaps a range, by bisection."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.plan.port import Port

T = TypeVar("T")


class _Range(NamedTuple, Generic[T]):
    port: Port
    payload: T


class PortRanges(Generic[T]):
    """Ranges of one protocol at one address; n log n to make, log n to ask."""

    def __init__(self, items: Iterable[tuple[Port, T]] = ()) -> None:
        self._sorted = sorted(
            (_Range(*item) for item in items), key=lambda item: (item.port.first, item.port.last)
        )
        self._firsts = [item.port.first for item in self._sorted]
        self._reaching = list(accumulate(self._sorted, _further))

    def overlapping(self, port: Port) -> tuple[Port, T] | None:
        """One that shares a port with this range: of all, the one that reaches furthest; None where none does."""
        before = bisect_right(self._firsts, port.last)
        return self._met(before, port)

    def free_from(self, first: int) -> int | None:
        """The lowest port from here on that is in no range; None where all are taken."""
        while first <= 65535:
            before = bisect_right(self._firsts, first)
            if not before or self._reaching[before - 1].port.last < first:
                return first
            first = self._reaching[before - 1].port.last + 1
        return None

    def _met(self, before: int, port: Port) -> tuple[Port, T] | None:
        if not before or self._reaching[before - 1].port.last < port.first:
            return None
        return self._reaching[before - 1]


def _further(one: _Range[T], other: _Range[T]) -> _Range[T]:
    return other if other.port.last > one.port.last else one
