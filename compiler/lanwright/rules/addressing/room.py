"""Free room, from which fixes are proposed: the nearest free address, a subnet that fits.

A room is made from what a site names and looks at it only when the first proposal is asked for. What was proposed
under one key isn't proposed under another, so that all fixes of a report can be carried out together.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from lanwright.plan.free_space import merge, subtract
from lanwright.plan.intervals import WIDTH, Interval, address, interval, network

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from lanwright.plan.intervals import Extent
    from lanwright.plan.values import Address, Prefix


class Room:
    """What is left of some extents without the taken ones; each proposal costs a bisection.

    `edges` are addresses beside the extents that nobody can have but that a subnet may hold: a LAN's broadcast
    address lies in its last /29.
    """

    def __init__(
        self, within: Iterable[Extent], taken: Iterable[Extent], edges: Iterable[Address] = ()
    ) -> None:
        self._within, self._taken = within, taken
        self._edges = {(edge.version, int(edge)) for edge in edges}
        self._addresses: dict[tuple[Hashable, Address], Address | None] = {}
        self._blocks: dict[tuple[Hashable, Prefix, int], Prefix | None] = {}

    def address(self, wanted: Address, key: Hashable) -> Address | None:
        """The free address nearest to the wanted one (of two as near, the lower)."""
        asked = (key, wanted)
        if asked not in self._addresses:
            found = self._nearest(wanted)
            self._addresses[asked] = None if found is None else address(wanted.version, found.first)
            self._occupy(found)
        return self._addresses[asked]

    def block(self, near: Prefix, length: int, key: Hashable) -> Prefix | None:
        """The first free subnet of that length behind another, else before it."""
        asked = (key, near, length)
        if asked not in self._blocks:
            found = next(self._fitting(near, length), None)
            self._blocks[asked] = None if found is None else network(near.version, found.first, length)
            self._occupy(found)
        return self._blocks[asked]

    @cached_property
    def _gaps(self) -> list[Interval]:
        taken = merge(self._taken)
        return sorted(gap for extent in merge(self._within) for gap in subtract(extent, taken))

    def _nearest(self, wanted: Address) -> Interval | None:
        number, at = int(wanted), self._index(wanted.version, int(wanted))
        beside = [gap for gap in self._gaps[max(at, 0) : at + 2] if gap.version == wanted.version]
        places = [_place(gap, number) for gap in beside]
        if not places:
            return None
        best = min(places, key=lambda place: (abs(place - number), place))
        return Interval(wanted.version, best, best)

    def _fitting(self, near: Prefix, length: int) -> Iterator[Interval]:
        size = 1 << (WIDTH[near.version] - length)
        at = self._index(near.version, int(near.network_address))
        if at >= 0 and self._gaps[at].covers(interval(near.network_address)):
            behind = self._with_edges(self._gaps[at])._replace(first=int(near.network_address))
            yield from _aligned(behind, size)
        for index in chain(range(at + 1, len(self._gaps)), range(at + 1)):
            if self._gaps[index].version == near.version:
                yield from _aligned(self._with_edges(self._gaps[index]), size)

    def _with_edges(self, gap: Interval) -> Interval:
        below, above = (gap.version, gap.first - 1) in self._edges, (gap.version, gap.last + 1) in self._edges
        return Interval(gap.version, gap.first - below, gap.last + above)

    def _index(self, version: int, number: int) -> int:
        """Where the last gap stands that doesn't begin behind this address; -1 when all do."""
        return bisect_right(self._gaps, (version, number, inf)) - 1

    def _occupy(self, found: Interval | None) -> None:
        if found is not None:
            at = self._index(found.version, found.last)
            self._gaps[at : at + 1] = subtract(self._gaps[at], [found])


def _place(gap: Interval, number: int) -> int:
    """The address of a gap nearest to a number; of IPv4 none that ends with .0 or .255, where there is another."""
    place = min(max(number, gap.first), gap.last)
    if gap.version == 4 and place % 256 in {0, 255}:
        inward = place + 1 if place % 256 == 0 else place - 1
        return inward if gap.first <= inward <= gap.last else place
    return place


def _aligned(gap: Interval, size: int) -> Iterator[Interval]:
    """The first block of that size in a gap, if one fits."""
    start = -(-gap.first // size) * size
    if start + size - 1 <= gap.last:
        yield Interval(gap.version, start, start + size - 1)
