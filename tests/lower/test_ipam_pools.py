"""Which pools Docker uses, keeps clear of and refuses to start with."""

from ipaddress import ip_address, ip_network

import pytest

from lanwright.lower.ipam import BUILT_IN, Pool, reserved_prefixes, start_refusal, used_pools
from lanwright.plan.docker_version import DockerVersion

V26, V27, V28 = map(DockerVersion.parse, ("26", "27.0", "28.0"))


def pool(base: str, size: int) -> Pool:
    """One entry of default-address-pools."""
    return Pool(ip_network(base), size)


def test_the_built_in_pools_hold_31_subnets() -> None:
    """Three /16, three /14 cut to /16 and sixteen /20."""
    assert sum(pool.capacity for pool in BUILT_IN) == 31


@pytest.mark.parametrize("version", [V26, V28])
def test_without_configured_pools_the_built_in_ones_are_used(version: DockerVersion) -> None:
    """An empty list in daemon.json counts as none."""
    assert used_pools(version, ()) == BUILT_IN


def test_since_27_the_order_in_the_file_is_irrelevant() -> None:
    """Docker sorts pools by address, then by prefix length, and drops the later of two that overlap."""
    small, big, low = pool("10.5.0.0/16", 24), pool("10.0.0.0/8", 24), pool("9.0.0.0/16", 24)
    assert used_pools(V27, (small, big, low)) == (low, big)


def test_the_same_pool_twice_is_one_pool() -> None:
    """The second of two equal entries is left out."""
    twice = pool("10.0.0.0/16", 24)
    assert used_pools(V28, (twice, twice)) == (twice,)


def test_docker_26_keeps_the_files_order_and_overlaps() -> None:
    """Nothing is sorted or dropped before 27."""
    small, big = pool("10.5.0.0/16", 24), pool("10.0.0.0/8", 24)
    assert used_pools(V26, (small, big)) == (small, big)


@pytest.mark.parametrize(
    ("base", "size", "distinct"),
    [
        ("fd00::/48", 64, "fd00::/64"),
        ("fd00::/40", 48, "fd00::/48"),
        ("fd00::/48", 80, "fd00::/64"),
        ("fd00::/104", 112, "fd00::/104"),
    ],
)
def test_docker_26_counts_ipv6_blocks_in_64_bits(base: str, size: int, distinct: str) -> None:
    """An IPv6 base cut at or above /64 is one block over and over."""
    assert used_pools(V26, (pool(base, size),)) == (pool(distinct, size),)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (
            16,
            "network at index 2 (&{10.201.0.0/24 16}) has a smaller prefix (/24) than the target size of that pool (/16)",
        ),
        (
            -1,
            "network at index 2 (&{10.201.0.0/24 -1}) has a smaller prefix (/24) than the target size of that pool (/-1)",
        ),
        (0, "network at index 2 (&{10.201.0.0/24 0}) is not in canonical form"),
        (33, "failed to allocate gateway (): invalid pool id: LocalDefault/invalid Prefix"),
    ],
)
def test_a_size_that_fits_no_base_keeps_dockerd_from_starting(size: int, words: str) -> None:
    """The refusal is the daemon's own; such a pool is never used."""
    wrong = pool("10.201.0.0/24", size)
    for version in (V27, V28):
        refusal = start_refusal(version, 2, wrong)
        assert refusal is not None
        assert refusal.endswith(words)
        assert used_pools(version, (wrong,)) == ()


@pytest.mark.parametrize(
    ("base", "size"),
    [
        ("10.201.0.0/24", 24),
        ("10.201.0.0/24", 30),
        ("10.201.0.0/24", 31),
        ("10.201.0.0/24", 32),
        ("0.0.0.0/0", 1),
    ],
)
def test_a_size_that_fits_starts_however_useless(base: str, size: int) -> None:
    """Docker starts with pools cut into /31 and /32, and with all addresses there are."""
    for version in (V26, V27, V28):
        assert start_refusal(version, 0, pool(base, size)) is None


@pytest.mark.parametrize(
    ("base", "size", "words"),
    [
        ("10.201.0.0/24", 16, "invalid pools size: 16"),
        ("10.201.0.0/24", 0, "invalid pools size: 0"),
        ("0.0.0.0/0", 0, "invalid pools size: 0"),
        (
            "10.201.0.0/24",
            33,
            "could not construct local address space: network at index 2 is not in canonical form",
        ),
    ],
)
def test_docker_26_refuses_sizes_in_its_own_words(base: str, size: int, words: str) -> None:
    """The texts changed with 27."""
    assert start_refusal(V26, 2, pool(base, size)) == words


def test_only_on_link_routes_and_nameservers_are_reserved() -> None:
    """Docker avoids neither a route via a router, nor a default route, nor any IPv6 route."""
    router = ip_address("192.168.0.1")
    routes = [
        (ip_network("192.168.0.0/22"), None),
        (ip_network("10.201.0.0/16"), router),
        (ip_network("0.0.0.0/0"), None),
        (ip_network("0.0.0.0/0"), router),
        (ip_network("fd00::/64"), None),
    ]
    nameservers = [ip_address("fd00::53"), router]
    expected = ["192.168.0.0/22", "192.168.0.1/32", "fd00::53/128"]
    assert sorted(map(str, reserved_prefixes(routes, nameservers))) == expected
