"""The table: everything in it is there, and everything that there is is in it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from lanwright.advise import TABLE, Condition, Strategy, Verdict, ranked
from lanwright.rules import catalogue

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.text)
def test_each_reason_has_a_rule_or_a_page(entry: object) -> None:
    """That exists; what is impossible has the rule that refuses it."""
    assert entry in TABLE
    (found,) = (item for item in TABLE if item is entry)
    for strategy in found.strategies:
        shown = found.shown_by(strategy)
        assert shown in catalogue() or (ROOT / shown).is_file()
    if found.verdict is Verdict.IMPOSSIBLE:
        assert catalogue()[found.proof].severity == "error" or found.proof == "LW506"
    assert re.fullmatch(r"[A-Za-z`].*[^.]", found.text)


def test_each_condition_means_something() -> None:
    """To some strategy, and each strategy is for and against something."""
    assert {condition for entry in TABLE for condition in entry.when} == set(Condition)
    for strategy, verdict in product(Strategy, (Verdict.FOR, Verdict.AGAINST)):
        if strategy is not Strategy.NAT or verdict is Verdict.FOR:
            assert any(strategy in entry.strategies and entry.verdict is verdict for entry in TABLE)


def test_no_strategy_is_told_the_same_twice() -> None:
    """Not even where everything holds at once."""
    for item in ranked(Condition).ranked:
        told = [(entry.text, entry.proof, entry.when) for entry in item.entries]
        assert len(told) == len(set(told))


def first(*known: Condition) -> Strategy:
    """What comes first."""
    return ranked(known).ranked[0].strategy


C = Condition


@pytest.mark.parametrize(
    ("known", "best"),
    [
        ((), Strategy.NAT),
        ((C.WIRELESS,), Strategy.NAT),
        ((C.OWN_ADDRESS,), Strategy.MACVLAN),
        ((C.OWN_ADDRESS, C.WIRELESS), Strategy.IPVLAN_L2),
        ((C.OWN_ADDRESS, C.NO_MORE_MACS), Strategy.IPVLAN_L2),
        ((C.OWN_ADDRESS, C.VIRTUAL), Strategy.IPVLAN_L2),
        ((C.OWN_ADDRESS, C.BRIDGE, C.HOST_ACCESS), Strategy.HOST_BRIDGE),
        ((C.OWN_ADDRESS, C.BRIDGE, C.HOST_ACCESS, C.BESIDE_NAT, C.NFTABLES_BACKEND), Strategy.VETH),
        ((C.SAME_PORT,), Strategy.ALIAS),
        ((C.SAME_PORT, C.ISOLATED), Strategy.ALIAS),
        ((C.SAME_PORT, C.ISOLATED, C.HOST_PORT), Strategy.DNAT),
        ((C.ISOLATED,), Strategy.NAT),
        ((C.ROUTER, C.NO_MORE_MACS, C.SAME_PORT, C.LAN_DHCP), Strategy.IPVLAN_L3),
    ],
)
def test_what_comes_first(known: tuple[Condition, ...], best: Strategy) -> None:
    """The cases that the strategies' pages tell."""
    assert first(*known) is best


def test_the_order_is_that_which_is_told() -> None:
    """What fits, what misses, what is impossible; among these by the balance."""
    for known in ({C.OWN_ADDRESS, C.WIRELESS}, {C.SAME_PORT, C.HOST_PORT, C.TUNNEL}, set(Condition)):
        places = [
            (
                ["fits", "misses", "impossible"].index(item.outcome),
                len(item.said(Verdict.MISSES)),
                -item.balance,
            )
            for item in ranked(known).ranked
        ]
        assert places == sorted(places)
        assert {item.strategy for item in ranked(known).ranked} == set(Strategy)
