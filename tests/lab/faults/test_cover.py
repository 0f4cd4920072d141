"""The faults that happen in every run cover what can happen, and on what; and all of them can."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.kinds_of_host import kinds_as_written
from tests.lab.applied import links_of
from tests.lab.compiled import planned
from tests.lab.faults.cover import CHOSEN, cases
from tests.lab.faults.scene import intent_of
from tests.lab.faults.table import FAULTS
from tests.sample_tree import samples

if TYPE_CHECKING:
    from tests.lab.faults.fault import Fault


def kinds(name: str) -> set[tuple[str, str]]:
    """The managers and firewalls of a site's hosts."""
    sample, *kind = name.split()
    return {(kind[0], kind[1])} if kind else set(kinds_as_written(sample))


@pytest.mark.parametrize(("name", "fault"), cases(CHOSEN), ids=str)
def test_what_is_chosen_can_happen(name: str, fault: Fault) -> None:
    """To a host of the site at least."""
    assert any(fault.befalls(host) for host in planned(intent_of(name)).hosts.values())


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_each_fault_happens_on_three_samples_at_least(fault: Fault) -> None:
    """On different kinds of host, as far as it can; bridges are rare."""
    names = [name for name, faults in CHOSEN.items() if fault in faults]
    assert len(names) >= 3
    assert len(set().union(*map(kinds, names))) >= 2


def test_each_sample_has_its_faults() -> None:
    """Two at least; one, where a guest must run it."""
    count = Counter(name.split()[0] for name, _ in cases(CHOSEN))
    for sample in samples():
        in_a_guest = links_of(planned(intent_of(sample))) - {"macvlan"} or sample == "nas"
        assert count[sample] >= (1 if in_a_guest else 2), sample


def test_a_fault_reads_in_a_sentence() -> None:
    """After "when"; no two alike."""
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names)
    assert all(name[0].islower() or name.startswith("Docker") for name in names)
