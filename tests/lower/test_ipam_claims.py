"""Written subnets that dockerd refuses because of one another."""

from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright.lower.ipam import Claim, Request, allocate, refused_pairs
from lanwright.plan.docker_version import DockerVersion


def claim(text: str) -> Claim:
    """A claim written as "SUBNET" or "SUBNET RANGE"."""
    subnet, *part = map(IPv4Network, text.split())
    return Claim(subnet, part[0] if part else None)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """One of few subnets of 16 addresses, half of them with one of few ranges."""
    subnet = IPv4Network(draw(st.sampled_from(["10.0.0.0/28", "10.0.0.0/29", "10.0.0.8/29", "10.0.0.0/30"])))
    return Claim(subnet, draw(st.none() | st.sampled_from([subnet, IPv4Network("10.0.0.0/30")])))


@pytest.mark.parametrize(
    ("earlier", "later", "refused"),
    [
        ("10.9.0.0/16", "10.9.3.0/24", True),
        ("10.9.0.0/16", "10.10.0.0/16", False),
        ("10.9.0.0/16", "10.9.0.0/16 10.9.1.0/24", False),
        ("10.9.0.0/16 10.9.1.0/24", "10.9.0.0/16", True),
        ("10.9.0.0/16 10.9.1.0/24", "10.9.0.0/16 10.9.1.0/24", True),
        ("10.9.0.0/16 10.9.1.0/24", "10.0.0.0/8 10.9.1.0/24", False),
        ("10.9.0.0/16 10.9.0.0/16", "10.9.0.0/16 10.8.0.0/16", False),
    ],
)
def test_only_the_later_of_two_can_be_refused(earlier: str, later: str, *, refused: bool) -> None:
    """Without a range any overlap refuses it, with one only its twin does."""
    pairs = refused_pairs([(claim(earlier), "earlier"), (claim(later), "later")])
    assert pairs == ([("earlier", "later")] if refused else [])


def test_a_pair_is_told_in_creation_order_whatever_its_addresses() -> None:
    """The later network is the one that can't be made."""
    several = [(claim("10.9.8.0/24"), "a"), (claim("10.9.0.0/16"), "b"), (claim("10.9.2.0/24"), "c")]
    assert refused_pairs(several) == [("a", "b"), ("b", "c")]


@settings(deadline=None)
@given(claims(), claims())
def test_a_pair_is_refused_exactly_when_the_allocator_refuses_its_second(first: Claim, second: Claim) -> None:
    """What a rule says of two claims is what the prediction says of two networks, or of one with both."""
    paired = bool(refused_pairs([(first, 1), (second, 2)]))
    version = DockerVersion(28, 5)
    two = allocate(version, (), (), None, [Request("a", (first,)), Request("b", (second,))])
    one = allocate(version, (), (), None, [Request("a", (first, second))])
    assert [two[1].refusal is not None, one[0].refusal is not None] == [paired, paired]
