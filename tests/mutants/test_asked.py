"""What the command's words ask for, of two small families."""

from __future__ import annotations

import pytest

from tests.mutants.asked import asked
from tests.mutants.families import SOURCES, Family

PLAN = SOURCES / "lanwright/plan"
KNOWN = {
    "hosts": Family("hosts", (PLAN / "port_ranges.py",), ()),
    "space": Family("space", (PLAN / "prefix_index.py", PLAN / "intervals.py"), ()),
}
THERE = (
    ("hosts", "lanwright.plan.port_ranges", "PortRanges.overlapping"),
    ("hosts", "lanwright.plan.port_ranges", "PortRanges.free_from"),
    ("space", "lanwright.plan.intervals", "Interval.covers"),
    ("space", "lanwright.plan.intervals", "hosts"),
)


@pytest.mark.parametrize(
    ("words", "functions"),
    [
        ([], ["PortRanges.overlapping", "PortRanges.free_from", "Interval.covers", "hosts"]),
        (["space"], ["Interval.covers", "hosts"]),
        (["hosts"], ["PortRanges.overlapping", "PortRanges.free_from"]),
        (["intervals.py"], ["Interval.covers", "hosts"]),
        (["plan/intervals.py", "overlapping"], ["PortRanges.overlapping", "Interval.covers", "hosts"]),
        (["Interval.covers"], ["Interval.covers"]),
        (["covers", "space"], ["Interval.covers", "hosts"]),
        (["prefix_index.py"], []),
    ],
)
def test_a_word_is_a_family_a_module_or_a_function(words: list[str], functions: list[str]) -> None:
    """A family's name is no function's; of a path and of a method the last part is enough."""
    found = asked(words, KNOWN)
    assert [
        function
        for part in found
        for family, module, function in THERE
        if family == part.family.name and part.has(module, function)
    ] == functions


@pytest.mark.parametrize("word", ["ervals.py", "erlapping", "plan", "rules/intervals.py"])
def test_a_word_that_names_nothing_is_told(word: str) -> None:
    """Half a name is none."""
    with pytest.raises(LookupError, match=f"no such family, module or function: {word}"):
        asked(["space", word], KNOWN)
