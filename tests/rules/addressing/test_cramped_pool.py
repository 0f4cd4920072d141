"""LW205: pools without room."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def host(*pools: str, bip: str = "") -> str:
    """A host with pools written as BASE:SIZE."""
    entries = (pool.rpartition(":") for pool in pools)
    listed = ", ".join(f'{{base: "{base}", size: {size}}}' for base, _, size in entries)
    docker0 = f"bip: {bip}, " if bip else ""
    return f"{{version: 1, hosts: {{dock1: {{docker: {{{docker0}default_address_pools: [{listed}]}}}}}}}}"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (29, []),
        (30, ["the pool 10.201.0.0/16 makes subnets of 4 addresses (/30)"]),
        (31, ["the pool 10.201.0.0/16 makes subnets of 2 addresses (/31)"]),
        (32, ["the pool 10.201.0.0/16 makes subnets of 1 address (/32)"]),
    ],
)
def test_subnets_without_room_are_told(size: int, expected: list[str]) -> None:
    """A /29 has room for the gateway and five containers."""
    assert messages("LW205", host(f"10.201.0.0/16:{size}", bip="10.200.0.1/24")) == expected


def test_an_ipv6_pool_is_judged_by_the_size_of_its_family() -> None:
    """A /64 has all the room in the world, a /127 none."""
    assert messages("LW205", host("fd00:1::/48:64", "fd00:2::/112:127")) == [
        "the pool fd00:2::/112 makes subnets of 2 addresses (/127)"
    ]


def test_docker0_takes_the_only_subnet_of_the_only_pool() -> None:
    """Without bip and with nothing beside it."""
    assert messages("LW205", host("10.201.0.0/24:24")) == [
        "the pool 10.201.0.0/24 is one subnet, and docker0 takes it"
    ]


@pytest.mark.parametrize(
    "text",
    [
        host("10.201.0.0/24:24", bip="10.200.0.1/24"),
        host("10.201.0.0/24:24", "10.202.0.0/16:24"),
        host("10.201.0.0/16:24", "fd00:1::/64:64"),
        host("10.201.0.0/24:24").replace("{default_address_pools", "{bridge: none, default_address_pools"),
    ],
)
def test_a_pool_of_one_subnet_is_fine_where_something_else_is_left(text: str) -> None:
    """A bip, a second pool, a family that docker0 doesn't have, or no docker0 at all: Docker's own list has such pools too."""
    assert messages("LW205", text) == []


def test_a_base_that_is_too_small_itself_has_no_fitting_size() -> None:
    """A /29 is one subnet, and a part of it none with room."""
    (finding,) = found("LW205", host("10.201.0.0/29:30", bip="10.200.0.1/24"))
    assert finding.fix == "write a larger base"
    assert finding.edits == ()
