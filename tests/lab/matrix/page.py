"""docs/lab-matrix.md: what came of each cell, a table a sample."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tests.kinds_of_host import FIREWALLS
from tests.lab.matrix.cell import DOCKERS, MANAGERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.lab.matrix.cell import Cell

PASSED = "passed"
NOT_RUN = "not run"
HEAD = """\
# The lab's matrix

Every sample on every kind of host: compiled for it, applied as its README tells, and asked twice, as soon as it is applied and
after a boot. *Passed* says that each host is what its plan says, that its own `expect` list holds, and that everybody who may ask
(devices, hosts, containers, a VPN's clients, somebody in the internet) is answered at every door as
`tests/lab/samples/flows/<sample>.txt` tells, with the source address that is seen there. Written by `python -m tests.lab.matrix`,
which takes hours; CI runs a part of it (`tests/lab/samples/test_kinds_of_host.py`).
"""


class Outcome(NamedTuple):
    """A cell and what came of it: `passed`, `not run`, `n/a: WHY` or `failed: HOW`."""

    cell: Cell
    said: str

    def is_a(self, word: str) -> bool:
        """Whether it came out so."""
        return self.said.partition(":")[0] == word


def page(outcomes: Sequence[Outcome], measured: Sequence[str]) -> str:
    """Write the page; `measured` are the versions that the lab ran with."""
    counts = ", ".join(
        f"{count} {word}"
        for word in (PASSED, "failed", "n/a", NOT_RUN)
        if (count := sum(each.is_a(word) for each in outcomes))
    )
    lines = [HEAD, "Measured with:", "", *(f"- {line}" for line in measured), ""]
    lines += [f"{len(outcomes)} cells: {counts}. Where it says n/a, the reason stands below the table.", ""]
    for sample, group in groupby(outcomes, lambda each: each.cell.sample):
        lines += [f"## {sample}", "", *_table(list(group)), ""]
    return "\n".join(lines)


def _table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A row for each pair of manager and firewall, a column for each Docker; reasons stand below."""
    yield f"| network | firewall | {' | '.join(f'Docker {docker}' for docker in DOCKERS)} |"
    yield f"| --- | --- |{' --- |' * len(DOCKERS)}"
    said = {each.cell[1:]: each.said for each in outcomes}
    notes: dict[str, int] = {}
    for manager in MANAGERS:
        for firewall in FIREWALLS:
            shown = [_short(said[manager, firewall, docker], notes) for docker in DOCKERS]
            yield f"| {manager} | {firewall} | {' | '.join(shown)} |"
    yield ""
    for text, number in notes.items():
        yield f"{number}. {text}"


def _short(said: str, notes: dict[str, int]) -> str:
    if said in {PASSED, NOT_RUN}:
        return said
    word, _, reason = said.partition(": ")
    number = notes.setdefault(reason.partition("\n")[0], len(notes) + 1)
    return f"{word} ({number})"
