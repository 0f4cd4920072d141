"""Advice and rules say the same: what is called impossible is refused with the code named, what comes first isn't."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import example as also
from hypothesis import strategies as st

from lanwright.advise import TABLE, Condition, Strategy, Verdict, ranked
from tests.advise.written import errors, situation_of, taken

if TYPE_CHECKING:
    from lanwright.advise import Entry

IMPOSSIBLE = [
    pytest.param(strategy, entry, id=f"{strategy}-{'+'.join(entry.when)}-{entry.proof}")
    for entry in TABLE
    if entry.verdict is Verdict.IMPOSSIBLE
    for strategy in entry.strategies
]
C = Condition
NEEDS = {C.HOST_BRIDGE_THERE: {C.BRIDGE}, C.VETH_THERE: {C.BRIDGE}}
"""A network on the host's bridge needs one."""
EXCLUSIVE = (
    (C.WIRELESS, C.TUNNEL, C.BRIDGE),
    (C.DOCKER_26, C.NFTABLES_BACKEND),
    (C.MACVLAN_THERE, C.IPVLAN_THERE, C.IPVLAN_L3_THERE, C.HOST_BRIDGE_THERE, C.VETH_THERE),
    (C.WIRELESS, C.MACVLAN_THERE),
    (C.TUNNEL, C.MACVLAN_THERE, C.IPVLAN_THERE, C.IPVLAN_L3_THERE, C.HOST_BRIDGE_THERE, C.VETH_THERE),
    (C.NO_PROXY, C.VETH_THERE),
    (C.WIRELESS, C.HOST_BRIDGE_THERE, C.VETH_THERE),
    (C.NFTABLES_BACKEND, C.HOST_BRIDGE_THERE),
)
"""Of each of these a host has one at most, or couldn't be as it is."""


@st.composite
def hosts(draw: st.DrawFn) -> frozenset[Condition]:
    """What may be known of a host that works, and wanted of it."""
    known = set(draw(st.frozensets(st.sampled_from(Condition))))
    for group in EXCLUSIVE:
        keep = draw(st.sampled_from(group))
        if len(known.intersection(group)) > 1:
            known -= set(group) - {keep}
    for condition, needed in NEEDS.items():
        known |= needed if condition in known else set()
    if C.BRIDGE in known:
        known -= {C.WIRELESS, C.TUNNEL}
    return frozenset(known)


@pytest.mark.parametrize(("strategy", "entry"), IMPOSSIBLE)
def test_what_is_impossible_is_refused_with_the_code_that_is_named(strategy: Strategy, entry: Entry) -> None:
    """An intent that does it all the same."""
    known = set(entry.when)
    for condition in entry.when:
        known |= NEEDS.get(condition, set())
    assert entry.proof in errors(taken(strategy, known))


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(hosts())
@also(frozenset())
@also(frozenset({C.OWN_ADDRESS, C.HOST_ACCESS}))
@also(frozenset({C.OWN_ADDRESS, C.WIRELESS, C.HOST_ACCESS, C.IPV6}))
@also(frozenset({C.ROUTER, C.HOST_ACCESS, C.LEASE}))
def test_whatever_is_known_the_rules_say_the_same(known: frozenset[Condition]) -> None:
    """Each that is impossible is refused with one of the codes that are named; no other has errors, the first least of all."""
    for item in ranked(known).ranked:
        codes = {entry.proof for entry in item.said(Verdict.IMPOSSIBLE)}
        told = errors(taken(item.strategy, known))
        assert codes.intersection(told) if codes else told == {}, (item.strategy, json.dumps(sorted(known)))


FACTS = [item for item in Condition if not item.is_wish and item not in (C.HOST_PORT, C.ROUTER)]


@pytest.mark.parametrize("condition", FACTS)
def test_the_example_has_what_it_is_made_for(condition: Condition) -> None:
    """Its situation, read back, knows the fact that was asked for."""
    assert condition in situation_of({condition} | NEEDS.get(condition, set())).known
