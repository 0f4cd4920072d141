"""Random sites from a world so small that its ranges often overlap, and what one rule names in them.

What clashes is said anew here, pair by pair, with `ipaddress` alone: nothing of the sweeps and indexes of `plan/`.
"""

from __future__ import annotations

import json
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from lanwright.lower import lower
from lanwright.rules import check
from tests.intents import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lanwright.diagnostics import Diagnostic

Network = IPv4Network | IPv6Network
_BASES = {4: int(IPv4Network("10.9.0.0/24")[0]), 6: int(IPv6Network("fd00:9::/120")[0])}


@st.composite
def networks(draw: st.DrawFn, version: int | None = None, longest: int = 7) -> Network:
    """A prefix of 1 to 256 addresses, of either family."""
    family = version or draw(st.sampled_from([4, 4, 6]))
    bits = draw(st.integers(8 - longest, 8))
    first = (_BASES[family] + draw(st.integers(0, 255))) >> bits << bits
    return IPv4Network((first, 32 - bits)) if family == 4 else IPv6Network((first, 128 - bits))


@st.composite
def per_family(draw: st.DrawFn, longest: int = 7) -> list[Network]:
    """One network, or one of each family."""
    versions = draw(st.sampled_from([[4], [6], [4, 6], [6, 4]]))
    return [draw(networks(version, longest)) for version in versions]


def overlap(one: Network, other: Network) -> bool:
    """Whether an address is in both."""
    here, there = (int(one[0]), int(one[-1])), (int(other[0]), int(other[-1]))
    return one.version == other.version and here[0] <= there[1] and there[0] <= here[1]


def meets(one: Iterable[Network], others: Iterable[Network]) -> bool:
    """Whether any two of them share an address."""
    mine, theirs = list(one), list(others)
    return any(overlap(left, right) for left in mine for right in theirs)


def texts(items: Sequence[Network]) -> list[str]:
    """As an intent has them."""
    return list(map(str, items))


def named(data: Any, code: str) -> list[Diagnostic]:
    """The findings of one rule."""
    site = site_of(json.dumps({"version": 1, **data}))
    return list(check(site, lower(site), select=lambda each: each == code))


def places(found: Iterable[Diagnostic]) -> list[str]:
    """Where they are, by their paths, sorted: one that is told twice is there twice."""
    return sorted(item.origin.dotted for item in found)


def bridge(number: int) -> str:
    """The name of a network."""
    return f"net{number}"


BIP = "172.31.255.1/24"
"""docker0 out of everybody's way."""
