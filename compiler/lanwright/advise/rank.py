"""The strategies in order, for what is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.advise.strategies import Strategy
from lanwright.advise.table import TABLE, Entry, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.advise.conditions import Condition

HOW = (
    "first what does all that is wanted, then what misses something (the less the better), last what is impossible",
    "among these by the number of reasons for less that of reasons against; of two as good the simpler one",
)
"""How they are ordered, for whoever reads the report."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A strategy with everything that the table says of it here."""

    strategy: Strategy
    entries: tuple[Entry, ...]

    def said(self, verdict: Verdict) -> tuple[Entry, ...]:
        """The entries of one verdict, in the table's order."""
        return tuple(entry for entry in self.entries if entry.verdict is verdict)

    @property
    def outcome(self) -> str:
        """`fits`, `misses` or `impossible`."""
        worst = next((one for one in (Verdict.IMPOSSIBLE, Verdict.MISSES) if self.said(one)), None)
        return worst.value if worst is not None else "fits"

    @property
    def balance(self) -> int:
        """Reasons for minus reasons against."""
        return len(self.said(Verdict.FOR)) - len(self.said(Verdict.AGAINST))

    @property
    def place(self) -> tuple[bool, int, int, int]:
        """What it is sorted by, the best first."""
        impossible, missed = self.said(Verdict.IMPOSSIBLE), self.said(Verdict.MISSES)
        return bool(impossible), len(missed), -self.balance, list(Strategy).index(self.strategy)


@dataclass(frozen=True, slots=True)
class Advice:
    """All strategies, the best first, and what is known, in the conditions' order."""

    known: tuple[Condition, ...]
    ranked: tuple[Ranked, ...]


def ranked(known: Iterable[Condition]) -> Advice:
    """Every strategy, the best first; the same for the same knowledge."""
    found = frozenset(known)
    told = (
        Ranked(strategy, tuple(one for one in TABLE if strategy in one.strategies and one.holds(found)))
        for strategy in Strategy
    )
    return Advice(tuple(sorted(found, key=_position)), tuple(sorted(told, key=lambda item: item.place)))


def _position(condition: Condition) -> int:
    return list(type(condition)).index(condition)
