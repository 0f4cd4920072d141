"""Free room: what fixes propose is free, near, and never proposed twice."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.plan.intervals import Interval, Network, address, interval
from lanwright.rules.addressing.room import Room
from tests.plan.strategies import intervals, networks

SMALL = ip_network("10.0.0.0/24")


@given(st.lists(intervals(4), max_size=8), st.lists(st.integers(1, 254), min_size=1, max_size=8))
def test_a_proposed_address_is_the_nearest_one_that_nobody_has(
    taken: list[Interval], wanted: list[int]
) -> None:
    """Whatever is taken and however often is asked: free, as near as any, and each only once."""
    room = Room([Interval(4, int(SMALL[1]), int(SMALL[254]))], taken)
    free = {number for number in range(1, 255) if not any(_holds(one, number) for one in taken)}
    for key, number in enumerate(wanted):
        found = room.address(SMALL[number], key)
        if found is None:
            assert not free
            continue
        offset = int(found) - int(SMALL[0])
        assert offset in free
        assert abs(offset - number) == min(abs(other - number) for other in free)
        free.remove(offset)


@given(st.lists(networks(4), max_size=6), networks(4), st.integers(25, 30))
def test_a_proposed_block_overlaps_nothing_and_is_found_where_there_is_one(
    taken: list[Network], near: Network, length: int
) -> None:
    """A block of the length exists in the room exactly when one is proposed."""
    room = Room([SMALL], taken)
    possible = [
        block
        for block in SMALL.subnets(new_prefix=length)
        if not any(interval(block).overlaps(interval(one)) for one in taken)
    ]
    found = room.block(near, length, "key")
    assert (found is None and not possible) or found in possible


def test_one_key_gets_one_proposal_and_another_key_another() -> None:
    """A finding that several hosts share keeps its fix; two findings never get the same value."""
    room = Room([SMALL], [])
    assert room.block(SMALL, 26, "one") == room.block(SMALL, 26, "one") == ip_network("10.0.0.0/26")
    assert room.block(SMALL, 26, "two") == ip_network("10.0.0.64/26")
    assert room.address(SMALL[5], "one") == SMALL[128]  # the first half is given away


def test_a_block_may_reach_over_the_broadcast_address_but_an_address_may_not_be_it() -> None:
    """The last /25 of a /24 is a fine ip_range."""
    hosts = Interval(4, int(SMALL[1]), int(SMALL[254]))
    edges = [SMALL[0], SMALL[255]]
    assert Room([hosts], [SMALL[1]], edges).block(ip_network("10.0.0.128/25"), 25, "x") == ip_network(
        "10.0.0.128/25"
    )
    assert Room([hosts], [SMALL[1]], edges).address(SMALL[255], "x") == SMALL[254]
    assert Room([hosts], [SMALL[200]], edges).block(SMALL, 25, "x") == ip_network("10.0.0.0/25")
    assert Room([hosts], [SMALL[200]]).block(SMALL, 25, "x") is None


def test_addresses_that_look_like_network_and_broadcast_ones_are_passed_over() -> None:
    """192.168.1.255 is a host of a /22, and still the last address that one would take."""
    lan = Interval(4, int(ip_address("192.168.0.1")), int(ip_address("192.168.3.254")))
    room = Room([lan], [ip_network("192.168.2.0/24")])
    assert room.address(ip_address("192.168.2.3"), "x") == ip_address("192.168.1.254")


@pytest.mark.parametrize(
    ("first", "last", "wanted", "found"),
    [
        ("192.168.0.5", "192.168.1.5", "192.168.1.0", "192.168.1.1"),
        ("192.168.0.5", "192.168.1.5", "192.168.0.255", "192.168.0.254"),
        ("192.168.0.5", "192.168.1.5", "192.168.1.1", "192.168.1.1"),
        ("192.168.1.0", "192.168.1.9", "192.168.0.200", "192.168.1.1"),
        ("192.168.1.0", "192.168.1.1", "192.168.1.0", "192.168.1.1"),
        ("192.168.0.254", "192.168.0.255", "192.168.0.255", "192.168.0.254"),
        ("192.168.1.0", "192.168.1.0", "192.168.1.9", "192.168.1.0"),
        ("192.168.0.255", "192.168.0.255", "192.168.1.9", "192.168.0.255"),
    ],
)
def test_they_are_the_last_that_are_proposed(first: str, last: str, wanted: str, found: str) -> None:
    """Where one beside is free it is that, else they are better than nothing."""
    gap = Interval(4, int(ip_address(first)), int(ip_address(last)))
    assert Room([gap], []).address(ip_address(wanted), "x") == ip_address(found)


def test_a_block_lies_between_what_is_taken() -> None:
    """One address alone holds no block of two, though it stands where one begins."""
    assert Room([SMALL], [SMALL[1]]).block(ip_network("10.0.0.0/31"), 31, "x") == ip_network("10.0.0.2/31")


def test_an_ipv6_room_is_as_cheap_as_a_small_one() -> None:
    """Nothing walks a /64."""
    room = Room([ip_network("fd00:8::/64")], [ip_address("fd00:8::42")])
    assert room.address(ip_address("fd00:8::42"), "x") == ip_address("fd00:8::41")
    assert room.block(ip_network("fd00:8::40/124"), 124, "x") == ip_network("fd00:8::50/124")


def _holds(extent: Interval, number: int) -> bool:
    return extent.overlaps(interval(address(4, int(SMALL[0]) + number)))
