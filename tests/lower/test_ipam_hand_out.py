"""Gateways and addresses inside a subnet."""

from ipaddress import ip_address, ip_network
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.lower.ipam import capacity, free_addresses, gateway_is_automatic, last_of, next_address
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import Interval, Network
from tests.plan.strategies import intervals, networks

V26, V27, V28, V29 = map(DockerVersion.parse, ("26", "27.0", "28.0", "29.0"))


@pytest.mark.parametrize(
    ("subnet", "ip_range", "gateway"),
    [
        ("10.201.0.0/24", None, "10.201.0.1"),
        ("10.64.0.0/24", "10.64.0.128/25", "10.64.0.128"),
        ("10.9.0.0/16", "10.9.3.0/24", "10.9.3.0"),
        ("10.9.0.0/16", "10.9.0.0/24", "10.9.0.1"),
        ("172.30.0.128/25", "172.30.0.128/25", "172.30.0.129"),
        ("10.201.0.2/31", None, "10.201.0.2"),
        ("10.201.0.5/32", None, "10.201.0.5"),
        ("10.201.0.0/24", "10.0.0.0/8", "10.201.0.1"),
        ("fd00::/64", None, "fd00::1"),
        ("fd00::/64", "fd00::100/120", "fd00::100"),
        ("fd00::6/127", None, "fd00::7"),
    ],
)
def test_the_gateway_that_docker_takes(subnet: str, ip_range: str | None, gateway: str) -> None:
    """It is the first free address of the range, else of the subnet: a range's own base counts too."""
    part = None if ip_range is None else ip_network(ip_range)
    assert next_address(ip_network(subnet), part) == ip_address(gateway)


def test_addresses_come_lowest_first_around_the_taken_ones() -> None:
    """Static addresses and aux addresses are gone around; broadcast ends the subnet."""
    taken = [ip_address("10.0.0.1"), ip_network("10.0.0.4/31")]
    given = free_addresses(ip_network("10.0.0.0/29"), None, taken)
    assert list(map(str, given)) == ["10.0.0.2", "10.0.0.3", "10.0.0.6"]


def test_an_ipv6_subnet_is_handed_out_lazily() -> None:
    """Nothing lists a /64."""
    first = islice(free_addresses(ip_network("fd00::/64"), None, [ip_address("fd00::1")]), 2)
    assert list(map(str, first)) == ["fd00::2", "fd00::3"]


@pytest.mark.parametrize(
    ("subnet", "ip_range", "count"),
    [
        ("192.168.0.0/22", None, 1022),
        ("192.168.0.0/22", "192.168.0.248/29", 8),
        ("192.168.0.0/22", "192.168.3.248/29", 7),
        ("192.168.0.0/22", "192.168.0.0/29", 7),
        ("10.0.0.0/30", None, 2),
        ("10.0.0.0/31", None, 2),
        ("10.0.0.0/32", None, 1),
        ("10.0.0.0/31", "10.0.0.1/32", 1),
        ("fd00::/64", None, 2**64 - 1),
        ("fd00::/128", None, 0),
    ],
)
def test_network_and_broadcast_count_as_taken(subnet: str, ip_range: str | None, count: int) -> None:
    """A range loses them only where it touches the subnet's ends; /31 and /32 are used whole."""
    assert capacity(ip_network(subnet), None if ip_range is None else ip_network(ip_range)) == count


def test_a_range_outside_the_subnet_gives_nothing() -> None:
    """Docker accepts a fixed_cidr outside bip and then has no address for any container."""
    outside = ip_network("10.9.0.0/24")
    assert next_address(ip_network("10.200.0.0/24"), outside) is None
    assert capacity(ip_network("10.200.0.0/24"), outside) == 0


def test_a_full_range_gives_nothing_though_the_subnet_has_room() -> None:
    """Docker doesn't leave the ip_range."""
    part = ip_network("192.168.0.248/30")
    assert next_address(ip_network("192.168.0.0/22"), part, [part]) is None


@pytest.mark.parametrize(
    ("driver", "mode", "internal", "since"),
    [
        ("bridge", None, False, None),
        ("bridge", None, True, None),
        ("bridge", "nat", False, None),
        ("bridge", "isolated", True, V28),
        ("macvlan", "bridge", False, V29),
        ("macvlan", None, True, V28),
        ("ipvlan", "l2", False, V29),
        ("ipvlan", "l2", True, V28),
        ("ipvlan", "l3", False, V28),
        ("ipvlan", "l3s", False, V28),
    ],
)
def test_since_when_docker_takes_no_gateway(
    driver: str,
    mode: str | None,
    since: DockerVersion | None,
    *,
    internal: bool,
) -> None:
    """Up to 27 every network gets one; 28 spares internal and l3 ones, 29 all macvlan and ipvlan networks."""
    for version in (V26, V27, V28, V29):
        automatic = gateway_is_automatic(version, driver, mode=mode, internal=internal, inhibit_ipv4=False)
        assert automatic == (since is None or version < since)


def test_an_internal_bridge_without_an_address_needs_no_gateway() -> None:
    """inhibit_ipv4 alone keeps the gateway: containers still route through it."""
    for internal in (False, True):
        automatic = gateway_is_automatic(V28, "bridge", mode=None, internal=internal, inhibit_ipv4=True)
        assert automatic != internal


@given(networks(), st.lists(intervals(), max_size=6), st.integers(0, 300))
def test_the_last_of_many_is_where_a_walk_ends(subnet: Network, taken: list[Interval], count: int) -> None:
    """Without the walk, which ten to the eighteenth containers would never end."""
    walked = list(islice(free_addresses(subnet, None, taken), count))
    assert last_of(subnet, taken, count=count) == (walked[-1] if walked else None)
