"""Extents as numbers, and the two sweeps against a comparison of all pairs."""

from ipaddress import ip_address, ip_interface, ip_network
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright.plan.intervals import Extent, Interval, between, hosts, interval, overlaps, parse_range
from tests.plan.strategies import intervals, networks

extents = st.lists(st.one_of(networks(), intervals()), max_size=30)


def shared(one: Extent, other: Extent) -> bool:
    """Whether two extents share an address, found the simple way."""
    a, b = interval(one), interval(other)
    return a.version == b.version and bool(
        set(range(a.first, a.last + 1)).intersection(range(b.first, b.last + 1))
    )


@settings(deadline=None)
@given(extents)
def test_overlaps_are_all_pairs_that_share_an_address(items: list[Extent]) -> None:
    """The sweep finds what a comparison of all pairs finds, in the order of the items."""
    expected = [pair for pair in combinations(range(len(items)), 2) if shared(items[pair[0]], items[pair[1]])]
    assert overlaps(zip(items, range(len(items)), strict=True)) == expected


@settings(deadline=None)
@given(extents, extents)
def test_between_finds_the_pairs_across_two_collections(left: list[Extent], right: list[Extent]) -> None:
    """Only pairs of one item here and one there count, in the order of the items."""
    expected = [
        (here, there)
        for here, there in product(range(len(left)), range(len(right)))
        if shared(left[here], right[there])
    ]
    found = between(zip(left, range(len(left)), strict=True), zip(right, range(len(right)), strict=True))
    assert found == expected


def test_the_same_numbers_of_two_families_never_overlap() -> None:
    """0.0.0.5 and ::5 are different addresses."""
    assert overlaps([(ip_address("0.0.0.5"), "four"), (ip_address("::5"), "six")]) == []


def test_an_interface_counts_as_its_address() -> None:
    """192.168.0.231/22 is the host's address, not the LAN."""
    assert str(interval(ip_interface("192.168.0.231/22"))) == "192.168.0.231"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("192.168.1.0-192.168.1.255", "192.168.1.0", "192.168.1.255"),
        ("192.168.1.7 - 192.168.1.7", "192.168.1.7", "192.168.1.7"),
        ("fd00::10-fd00::ff", "fd00::10", "fd00::ff"),
    ],
)
def test_a_range_is_read_with_both_its_ends(text: str, first: str, last: str) -> None:
    """A DHCP range includes its first and last address."""
    start = ip_address(first)
    assert parse_range(text) == Interval(start.version, int(start), int(ip_address(last)))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("192.168.1.9-192.168.1.1", "ends before it begins"),
        ("192.168.1.9-fd00::1", "mixes IPv4 and IPv6"),
        ("192.168.1.9", "does not appear to be"),
        ("10.0.0.1-10.0.0.2-10.0.0.3", "'10.0.0.2-10.0.0.3' does not appear to be"),
    ],
)
def test_a_range_that_is_none_is_refused(text: str, complaint: str) -> None:
    """A range has two ends of one family, the lower first."""
    with pytest.raises(ValueError, match=complaint):
        parse_range(text)


@pytest.mark.parametrize(
    ("subnet", "usable"),
    [
        ("192.168.0.0/22", "192.168.0.1-192.168.3.254"),
        ("10.0.0.0/30", "10.0.0.1-10.0.0.2"),
        ("10.0.0.0/31", "10.0.0.0-10.0.0.1"),
        ("10.0.0.7/32", "10.0.0.7"),
        ("fd00::/64", "fd00::1-fd00::ffff:ffff:ffff:ffff"),
        ("fd00::/127", "fd00::-fd00::1"),
        ("fd00::7/128", "fd00::7"),
    ],
)
def test_hosts_leave_out_network_and_broadcast(subnet: str, usable: str) -> None:
    """A /31 and a /127 have two hosts, a /32 and a /128 one; IPv6 has no broadcast address."""
    assert str(hosts(ip_network(subnet))) == usable


@given(networks(), networks())
def test_networks_overlap_and_cover_as_ipaddress_says(one: Extent, other: Extent) -> None:
    """The numbers agree with the standard library's networks."""
    a, b = interval(one), interval(other)
    nested = a.version == b.version and one.subnet_of(other)  # type: ignore[union-attr,arg-type]
    assert b.covers(a) == nested
    assert a.overlaps(b) == shared(one, other)
