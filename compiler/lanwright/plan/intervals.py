"""Addresses, networks and ranges as plain numbers, and the sweeps that compare many of them at once.

Everything that asks "which of these overlap?" comes here, so that nothing compares all pairs: a sweep costs
n log n and what it finds. Both families go through one sweep and never meet.
"""

import heapq
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from itertools import pairwise
from math import inf
from typing import NamedTuple, TypeAlias, TypeVar

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

WIDTH = {4: 32, 6: 128}
"""The bits of an address, by family."""

T = TypeVar("T")
U = TypeVar("U")


class Interval(NamedTuple):
    """The addresses of one family from `first` to `last`, both included. Sorts by family, then address."""

    version: int
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many addresses there are."""
        return self.last - self.first + 1

    def overlaps(self, other: "Interval") -> bool:
        """Whether an address is in both."""
        return self.version == other.version and self.first <= other.last and other.first <= self.last

    def covers(self, other: "Interval") -> bool:
        """Whether every address of the other is in this one."""
        return self.version == other.version and self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        first, last = address(self.version, self.first), address(self.version, self.last)
        return str(first) if first == last else f"{first}-{last}"


Extent: TypeAlias = Interval | Address | Network
"""What has a first and a last address. An interface ("192.168.0.231/22") counts as its address."""


def address(version: int, number: int) -> Address:
    """The address of a family with that number."""
    return IPv4Address(number) if version == 4 else IPv6Address(number)


def network(version: int, number: int, length: int) -> Network:
    """The network of a family with that number, which has no host bits, and prefix length."""
    return IPv4Network((number, length)) if version == 4 else IPv6Network((number, length))


def interval(extent: Extent) -> Interval:
    """Any extent as numbers."""
    if isinstance(extent, Interval):
        return extent
    if isinstance(extent, IPv4Network | IPv6Network):
        first = int(extent.network_address)
        host_bits = WIDTH[extent.version] - extent.prefixlen
        return Interval(extent.version, first, first + (1 << host_bits) - 1)
    return Interval(extent.version, int(extent), int(extent))


def parse_range(text: str) -> Interval:
    """Read "192.168.1.0-192.168.1.255"; ValueError for two families or a last before its first."""
    start, _, end = text.partition("-")
    first, last = ip_address(start.strip()), ip_address(end.strip())
    if first.version != last.version:
        raise ValueError(f"{text!r} mixes IPv4 and IPv6")
    if int(last) < int(first):
        raise ValueError(f"{text!r} ends before it begins")
    return Interval(first.version, int(first), int(last))


def hosts(subnet: Network) -> Interval:
    """The addresses of a subnet that a host may have: not its network and broadcast address.

    A /31 and a /127 have two hosts (RFC 3021, RFC 6164), a /32 and a /128 one; IPv6 has no broadcast.
    """
    whole = interval(subnet)
    if whole.size < 4:
        return whole
    return Interval(whole.version, whole.first + 1, whole.last - (whole.version == 4))


def overlaps(items: Iterable[tuple[Extent, T]]) -> list[tuple[T, T]]:
    """Every pair of payloads whose extents share an address, in the order of the items."""
    payloads: list[T] = []
    edges: list[tuple[int, int, int]] = []
    for extent, payload in items:
        edges.append((*_edges(extent), len(payloads)))
        payloads.append(payload)
    active: list[tuple[int, int]] = []
    found: list[tuple[int, int]] = []
    for first, last, one in sorted(edges):
        _forget_before(first, active)
        found += [(min(one, other), max(one, other)) for _, other in active]
        heapq.heappush(active, (last, one))
    return [(payloads[one], payloads[other]) for one, other in sorted(found)]


def between(items: Iterable[tuple[Extent, T]], others: Iterable[tuple[Extent, U]]) -> list[tuple[T, U]]:
    """Every pair of a payload here and one there whose extents share an address, in the order of the items."""
    left, right = list(items), list(others)
    edges = [(*_edges(extent), 0, here) for here, (extent, _) in enumerate(left)]
    edges += [(*_edges(extent), 1, there) for there, (extent, _) in enumerate(right)]
    active: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    found: list[tuple[int, int]] = []
    for first, last, side, one in sorted(edges):
        opposite = active[1 - side]
        _forget_before(first, opposite)
        found += [(one, other) if side == 0 else (other, one) for _, other in opposite]
        heapq.heappush(active[side], (last, one))
    return [(left[here][1], right[there][1]) for here, there in sorted(found)]


def first_met(items: Iterable[tuple[Extent, T]], others: Iterable[tuple[Extent, U]]) -> list[tuple[T, U]]:
    """Each payload here that shares an address with one there, beside the first such in the others' order.

    The others are asked one after the other for what nobody has met yet, so each item is found once: n log n, however
    many of them overlap.
    """
    here = [(*_edges(extent), payload) for extent, payload in items]
    order = sorted(range(len(here)), key=lambda one: here[one][0])
    firsts = [here[one][0] for one in order]
    left = _Reaching(here[one][1] for one in order)
    met: dict[int, U] = {}
    for extent, payload in others:
        first, last = _edges(extent)
        met |= {order[place]: payload for place in left.taken(bisect_right(firsts, last), first)}
    return [(here[one][2], met[one]) for one in sorted(met)]


class _Reaching:
    """Last addresses in a row, under rows of the greatest of each two, from which those that reach far enough are taken."""

    def __init__(self, lasts: Iterable[int]) -> None:
        self._rows: list[list[float]] = [list(lasts)]
        while len(below := self._rows[-1]) > 1:
            self._rows.append([_greatest(below, place) for place in range(0, len(below), 2)])

    def taken(self, before: int, first: int) -> list[int]:
        """The places before this one whose last address isn't below `first`; they are gone then."""
        places: list[int] = []
        waiting = [(len(self._rows) - 1, 0)]
        while waiting:
            height, place = waiting.pop()
            row = self._rows[height]
            if place << height >= before or row[place] < first:
                continue
            if height:
                waiting += [(height - 1, 2 * place), (height - 1, 2 * place + 1)]
            else:
                places.append(place)
                self._take(place)
        return places

    def _take(self, place: int) -> None:
        self._rows[0][place] = -inf
        for below, row in pairwise(self._rows):
            place //= 2
            row[place] = _greatest(below, 2 * place)


def _greatest(row: list[float], place: int) -> float:
    """Of two neighbours in a row, or of its last one alone."""
    return max(row[place : place + 2])


def _edges(extent: Extent) -> tuple[int, int]:
    """First and last on one number line, on which the two families lie apart."""
    version, first, last = interval(extent)
    family = version << WIDTH[6]
    return family + first, family + last


def _forget_before(first: int, active: list[tuple[int, int]]) -> None:
    """Drop from the heap what ends before this point of the sweep."""
    while active and active[0][0] < first:
        heapq.heappop(active)
