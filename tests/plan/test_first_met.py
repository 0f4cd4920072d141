"""Who is met first, against a look at all pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lanwright.plan.intervals import Interval, first_met, interval
from tests.plan.strategies import intervals

several = st.lists(intervals(), max_size=20)


@given(several, several)
def test_each_item_is_told_with_the_first_that_it_overlaps(
    items: list[Interval], others: list[Interval]
) -> None:
    """In the order of the others; items that overlap none aren't told."""
    expected = []
    for number, item in enumerate(items):
        met = [place for place, other in enumerate(others) if item.overlaps(other)]
        if met:
            expected.append((number, met[0]))
    numbered = [(interval(item), number) for number, item in enumerate(items)]
    assert first_met(numbered, [(other, place) for place, other in enumerate(others)]) == expected


def test_however_many_overlap_each_is_found_once() -> None:
    """A look at every pair would be a hundred million."""
    whole = [(Interval(4, 0, 100), number) for number in range(10_000)]
    assert first_met(whole, whole) == [(number, 0) for number in range(10_000)]


def test_what_begins_behind_isnt_looked_at() -> None:
    """A look at all of them for each of the others would be a hundred million, too."""
    row = [(Interval(4, number, number), number) for number in range(10_000)]
    assert first_met(row, [(Interval(4, 0, 0), number) for number in range(10_000)]) == [(0, 0)]
