"""What was measured with real packets is what the compiler says of other addresses."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Severity
from lanwright.plan.port import Port
from lanwright.trace import Felt, Flow, Trace, Verdict, trace
from lanwright.world import Surroundings, realise
from tests.trace.fact import Case, Row, cases

if TYPE_CHECKING:
    from lanwright.world import World

CASES = list(cases())
AROUND = Surroundings(
    devices=(Port(7000, 7000, "tcp"), Port(7000, 7000, "udp")), clients=(Port(80, 80, "tcp"),)
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_was_measured_is_what_the_trace_says(case: Case) -> None:
    """Row by row: whether it gets through, who answers, who he sees, and why not."""
    _, plan = pipeline.understand(case.texts)
    world = realise(plan, AROUND)
    found = [(row, _asked(world, row)) for row in case.rows]
    assert not [f"{row}\n  but {_told(row, outcome)}" for row, outcome in found if not _agrees(row, outcome)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rules_find_what_a_fact_is_a_warning_of(case: Case) -> None:
    """And no other errors: but for that, each fact's site is one that is built."""
    found = pipeline.judge(*pipeline.understand(case.texts))
    assert {item.code for item in found if item.severity is Severity.ERROR} == case.finds


def _asked(world: World, row: Row) -> Trace:
    (place,) = (item for item in world.places.values() if row.place in (item.short, item.full))
    return trace(world, Flow(place.namespace, ip_address(row.address), row.protocol, row.port or 0))


def _agrees(row: Row, found: Trace) -> bool:
    return _told(row, found) == row.outcome and row.reason in (None, found.reason)


def _told(row: Row, found: Trace) -> str:
    """The lab's words."""
    if found.verdict is Verdict.NOT_MODELLED:
        return f"not modelled: {found.missing}"
    if found.verdict is Verdict.DROPPED:
        assert found.felt is not None
        silent = found.felt in (Felt.TIMEOUT, Felt.UNREACHABLE)
        return "no answer" if silent else found.felt.value
    who = "" if found.answered_by == row.name else f"{found.answered_by} answers, "
    return f"{who}seen as {found.seen_as}"
