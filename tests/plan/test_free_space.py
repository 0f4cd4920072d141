"""What is left of a range, against netaddr's sets and against counting."""

from ipaddress import ip_address, ip_network
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from netaddr import IPRange, IPSet

from lanwright.plan.free_space import cover, first_free_block, merge, nearest_free, subtract
from lanwright.plan.intervals import Extent, Interval, address, interval, network, parse_range
from tests.plan.strategies import intervals, networks

several = st.lists(st.one_of(networks(), intervals()), max_size=12)


def as_set(*extents: Extent) -> IPSet:
    """The same addresses in a netaddr set."""
    found = IPSet()
    for version, first, last in map(interval, extents):
        found.add(IPRange(str(address(version, first)), str(address(version, last))))
    return found


@settings(deadline=None)
@given(several)
def test_merged_intervals_hold_the_same_addresses_and_touch_nowhere(extents: list[Extent]) -> None:
    """Merging changes no address and leaves a gap between any two intervals."""
    merged = merge(extents)
    assert as_set(*merged) == as_set(*extents)
    for lower, higher in pairwise(merged):
        assert (lower.version, lower.last + 1) < (higher.version, higher.first)


@settings(deadline=None)
@given(intervals(), several)
def test_subtraction_leaves_what_a_set_leaves(within: Interval, taken: list[Extent]) -> None:
    """What is left of a range is the range's set without the taken sets."""
    assert as_set(*subtract(within, taken)) == as_set(within) - as_set(*taken)


@settings(deadline=None)
@given(intervals())
def test_a_cover_is_exact_and_as_short_as_can_be(extent: Interval) -> None:
    """The prefixes hold the range's addresses and nothing else; a set compacts to no fewer."""
    prefixes = cover(extent)
    assert merge(prefixes) == (extent,)
    assert len(prefixes) == len(list(as_set(extent).iter_cidrs()))


@settings(deadline=None)
@given(st.integers(0, 255), networks(4), st.lists(intervals(4), max_size=8))
def test_the_nearest_free_address_is_nearest(offset: int, subnet: Extent, taken: list[Extent]) -> None:
    """No free address is nearer to the wanted one, and of two as near it is the lower."""
    wanted = ip_address(int(ip_address("10.0.0.0")) + offset)
    within = interval(subnet)
    free = [
        number
        for number in range(within.first, within.last + 1)
        if not any(used.first <= number <= used.last for used in map(interval, taken))
    ]
    expected = min(free, key=lambda number: (abs(number - int(wanted)), number), default=None)
    found = nearest_free(wanted, subnet, taken)
    assert found == (None if expected is None else address(4, expected))


@pytest.mark.parametrize(
    ("taken", "found"),
    [
        ("10.0.0.4-10.0.0.16", "10.0.0.3"),
        ("10.0.0.4-10.0.0.13", "10.0.0.14"),
        ("10.0.0.7-10.0.0.16", "10.0.0.6"),
    ],
)
def test_of_two_as_near_the_lower_one_is_found(taken: str, found: str) -> None:
    """And of others the nearer one, on either side."""
    free = nearest_free(ip_address("10.0.0.10"), ip_network("10.0.0.0/24"), [parse_range(taken)])
    assert free == ip_address(found)


@settings(deadline=None)
@given(st.integers(24, 32), st.lists(st.one_of(networks(4), intervals(4)), max_size=12))
@example(31, [interval(ip_address("10.0.0.1"))])
def test_the_first_free_block_is_the_lowest_that_overlaps_nothing(length: int, taken: list[Extent]) -> None:
    """Blocks are aligned to their own length."""
    pool = ip_network("10.0.0.0/24")
    blocks = (network(4, int(block.network_address), length) for block in pool.subnets(new_prefix=length))
    used = list(map(interval, taken))
    free = (block for block in blocks if not any(interval(block).overlaps(one) for one in used))
    assert first_free_block(pool, length, taken) == next(free, None)


def test_an_ipv6_subnet_costs_no_walk() -> None:
    """A free block behind a taken half of an IPv6 /48 is found by arithmetic."""
    pool = ip_network("fd00::/48")
    assert first_free_block(pool, 64, [ip_network("fd00::/49")]) == ip_network("fd00:0:0:8000::/64")


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("192.168.1.0-192.168.1.255", ["192.168.1.0/24"]),
        (
            "192.168.0.241-192.168.0.246",
            ["192.168.0.241/32", "192.168.0.242/31", "192.168.0.244/31", "192.168.0.246/32"],
        ),
    ],
)
def test_a_dhcp_range_becomes_prefixes(text: str, prefixes: list[str]) -> None:
    """A range that isn't a prefix takes several."""
    assert list(map(str, cover(parse_range(text)))) == prefixes
