"""LW204: pool sizes that dockerd refuses."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def host(pool: str, version: str = "28") -> str:
    """A host with one pool."""
    docker = f'{{version: "{version}", bip: 10.200.0.1/24, default_address_pools: [{pool}]}}'
    return f"{{version: 1, hosts: {{dock1: {{docker: {docker}}}}}}}"


@pytest.mark.parametrize(
    ("pool", "version", "count"),
    [
        ('{base: "2001:db8::/32", size: 64}', "26", 1),
        ('{base: "2001:db8::/64", size: 127}', "26", 1),
        ('{base: "2001:db8::/34", size: 64}', "26", 1),
        ('{base: "2001:db8::/35", size: 64}', "26", 0),
        ('{base: "2001:db8::/64", size: 128}', "26", 0),
        ('{base: "2001:db8::/32", size: 64}', "27", 0),
    ],
)
def test_docker_26_lists_all_subnets(pool: str, version: str, count: int) -> None:
    """As many as no memory holds; of 2^64 it makes an empty list."""
    assert ["lists all of them" in (item.why or "") for item in found("LW204", host(pool, version))] == [
        True
    ] * count


@pytest.mark.parametrize(
    ("pool", "why", "fix"),
    [
        (
            "{base: 10.201.0.0/24, size: 16}",
            "has a smaller prefix (/24) than the target size of that pool (/16)",
            "28",
        ),
        ("{base: 10.201.0.0/16, size: 0}", "(&{10.201.0.0/16 0}) is not in canonical form", "24"),
        ("{base: 10.201.0.0/16}", "(&{10.201.0.0/16 0}) is not in canonical form", "24"),
        ("{base: 10.201.0.0/24, size: 1}", "than the target size of that pool (/1)", "28"),
        ("{base: 10.201.0.0/24, size: -1}", "than the target size of that pool (/-1)", "28"),
        ("{base: 10.201.0.0/16, size: 33}", "invalid pool id: LocalDefault/invalid Prefix", "24"),
        ('{base: "fd00::/48", size: 129}', "invalid pool id: LocalDefault/invalid Prefix", "64"),
        ("{base: 10.201.0.0/27, size: 8}", "than the target size of that pool (/8)", "29"),
    ],
)
def test_the_daemons_words_are_told_with_a_size_that_fits(pool: str, why: str, fix: str) -> None:
    """As measured on 28.5: --validate says OK, the start fails."""
    (finding,) = found("LW204", host(pool))
    assert why in finding.why
    assert finding.fix == f"write `size: {fix}`"


@pytest.mark.parametrize(
    "pool",
    [
        "{base: 10.201.0.0/16, size: 16}",
        "{base: 10.201.0.0/16, size: 32}",
        '{base: "fd00::/48", size: 64}',
        '{base: "fd00::/48", size: 128}',
    ],
)
def test_a_size_between_the_base_and_the_family_is_fine(pool: str) -> None:
    """Whether it is useful is another rule's matter (LW205)."""
    assert found("LW204", host(pool)) == ()


def test_docker_26_says_it_in_its_own_words() -> None:
    """The message changed in 27."""
    (finding,) = found("LW204", host("{base: 10.201.0.0/16}", version="26"))
    assert '"invalid pools size: 0"' in finding.why


def test_a_base_too_small_for_any_subnets_is_what_must_change() -> None:
    """A /29 holds no two networks with room."""
    (finding,) = found("LW204", host("{base: 10.201.0.0/29, size: 24}"))
    assert finding.fix == "write a base shorter than /29"
