"""What is left of a range when others are taken: for the fixes that rules propose and for pinned addresses.

All of it works on sorted intervals of one family; nothing walks single addresses, so an IPv6 subnet costs no
more than a /29.
"""

from collections.abc import Iterable
from ipaddress import summarize_address_range

from lanwright.plan.intervals import WIDTH, Address, Extent, Interval, Network, address, interval, network


def merge(extents: Iterable[Extent]) -> tuple[Interval, ...]:
    """The same addresses as the fewest intervals, sorted; neighbours are joined."""
    merged: list[Interval] = []
    for current in sorted(map(interval, extents)):
        last = merged[-1] if merged else None
        if last and last.version == current.version and current.first <= last.last + 1:
            merged[-1] = last._replace(last=max(last.last, current.last))
        else:
            merged.append(current)
    return tuple(merged)


def subtract(within: Extent, taken: Iterable[Extent]) -> tuple[Interval, ...]:
    """What is left of one extent without the taken ones, sorted."""
    version, start, end = interval(within)
    left: list[Interval] = []
    for used in merge(taken):
        if used.version != version or used.last < start:
            continue
        if used.first > end:
            break
        if used.first > start:
            left.append(Interval(version, start, used.first - 1))
        start = used.last + 1
    if start <= end:
        left.append(Interval(version, start, end))
    return tuple(left)


def cover(extent: Extent) -> tuple[Network, ...]:
    """The fewest prefixes that hold exactly these addresses, sorted."""
    version, first, last = interval(extent)
    start, end = address(version, first), address(version, last)
    return tuple(summarize_address_range(start, end))


def nearest_free(wanted: Address, within: Extent, taken: Iterable[Extent]) -> Address | None:
    """The free address nearest to the wanted one (of two as near, the lower), or None when all are taken."""
    target = int(wanted)
    nearest = [min(max(target, gap.first), gap.last) for gap in subtract(within, taken)]
    if not nearest:
        return None
    return address(wanted.version, min(nearest, key=lambda number: (abs(number - target), number)))


def first_free_block(pool: Network, length: int, taken: Iterable[Extent]) -> Network | None:
    """The lowest prefix of that length in the pool that overlaps nothing taken, or None."""
    size = 1 << (WIDTH[pool.version] - length)
    for gap in subtract(pool, taken):
        start = -(-gap.first // size) * size
        if start + size - 1 <= gap.last:
            return network(pool.version, start, length)
    return None
