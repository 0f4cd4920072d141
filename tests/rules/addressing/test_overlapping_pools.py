"""LW201: pools that overlap."""

from __future__ import annotations

from collections import Counter
from ipaddress import IPv4Interface, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.diagnostics import NOWHERE
from lanwright.lower import ipam
from lanwright.plan import DockerVersion, Pool
from lanwright.rules.addressing.overlapping_pools import dropped
from tests.plan.strategies import networks
from tests.rules.found import found, messages


def host(*pools: str, version: str = "28") -> str:
    """A host with these pools, written as BASE:SIZE."""
    entries = (pool.rpartition(":") for pool in pools)
    listed = ", ".join(f'{{base: "{base}", size: {size}}}' for base, _, size in entries)
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}", default_address_pools: [{listed}]}}
        """


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        (("10.201.0.0/16:24", "10.202.0.0/16:24"), []),
        (
            ("10.201.0.0/16:24", "10.201.0.0/16:24"),
            ["the pool 10.201.0.0/16 overlaps the pool 10.201.0.0/16"],
        ),
        (
            ("10.201.128.0/17:24", "10.201.0.0/16:24"),
            ["the pool 10.201.128.0/17 overlaps the pool 10.201.0.0/16"],
        ),
        (("fd00:1::/48:64", "fd00:1::/56:64"), ["the pool fd00:1::/56 overlaps the pool fd00:1::/48"]),
        (("10.201.0.0/16:24", "fd00:1::/48:64"), []),
        (
            ("10.201.0.9/16:24", "10.201.4.0/24:26"),
            ["the pool 10.201.4.0/24 overlaps the pool 10.201.0.0/16"],
        ),
    ],
)
def test_the_pool_that_docker_drops_is_told(pools: tuple[str, ...], expected: list[str]) -> None:
    """By address, the larger one first; the order in the file means nothing, the families never meet."""
    assert messages("LW201", host(*pools)) == expected


def test_docker_26_keeps_both_and_still_has_no_more_room() -> None:
    """The allocator before 27 lists every block of both pools and gives each once."""
    pools = ("10.201.0.0/16:24", "10.201.128.0/17:24")
    (older,), (newer,) = (found("LW201", host(*pools, version=version)) for version in ("26", "27.0"))
    assert "keeps both" in older.why
    assert "drops 10.201.128.0/17 without a word" in newer.why


def test_the_fix_is_a_base_that_nothing_in_the_site_uses() -> None:
    """Two pools too many get two different bases."""
    text = host("10.201.0.0/16:24", "10.201.0.0/16:24", "10.201.0.0/16:24")
    fixes = [item.fix for item in found("LW201", text)]
    assert fixes == [
        "drop this pool, or write `base: 10.202.0.0/16`",
        "drop this pool, or write `base: 10.203.0.0/16`",
    ]


def test_where_no_range_is_left_a_pool_can_only_be_dropped() -> None:
    """The site avoids all private ones."""
    avoid = "avoid: {one: [10.0.0.0/8, 'fd00::/8'], two: 172.16.0.0/12, three: 192.168.0.0/16}"
    text = host("10.201.0.0/16:24", "10.201.0.0/16:24").replace("hosts:", f"{avoid}\n        hosts:")
    (finding,) = found("LW201", text)
    assert finding.fix == "drop this pool"
    assert finding.edits == ()


def test_a_pool_from_the_defaults_is_told_with_one_fix_for_all_hosts() -> None:
    """Each host's finding stands at the default's line and proposes the same."""
    text = """
        version: 1
        defaults:
          host:
            docker:
              default_address_pools: [{base: 10.201.0.0/16, size: 24}, {base: 10.201.8.0/24, size: 26}]
        hosts:
          dock1: {}
          dock2: {}
        """
    both = found("LW201", text)
    assert {(item.origin.span, item.message, item.fix) for item in both} == {
        (both[0].origin.span, "the pool 10.201.8.0/24 overlaps the pool 10.201.0.0/16", both[0].fix)
    }


@given(st.lists(networks(4), min_size=1, max_size=8))
def test_the_told_pools_are_those_that_the_allocator_drops(bases: list[IPv4Network]) -> None:
    """The rule and the prediction of Docker's subnets agree."""
    pools = [Pool(base=IPv4Interface(base), size=32, origin=NOWHERE) for base in bases]
    told = Counter(pool.base.network for pool, _ in dropped(pools))
    used = ipam.used_pools(DockerVersion(28, 5), [ipam.Pool(base, 32) for base in bases])
    assert told + Counter(pool.base for pool in used) == Counter(bases)
