"""Advice as a readable report: what is known, the strategies in order with their reasons, and the lines to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.advise.rank import HOW
from lanwright.advise.table import Verdict
from lanwright.report.sheet import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.advise import Advice, Ranked
    from lanwright.advise.situation import Situation

_SIGNS = {
    Verdict.IMPOSSIBLE: "impossible",
    Verdict.MISSES: "misses",
    Verdict.FOR: "for",
    Verdict.AGAINST: "against",
}


def advice_sheet(advice: Advice, proposed: Mapping[str, str], here: Situation | None) -> Iterator[Section]:
    """The sections of the whole report."""
    subject = f"{here.host.name} on {here.lan.name}" if here is not None else "a host on its LAN"
    yield Section(title=f"advice for {subject}", level=1, lines=tuple(_known(advice)))
    for number, item in enumerate(advice.ranked, start=1):
        yield _strategy(number, item, proposed.get(item.strategy.value, ""))
    yield Section(
        title="how they are ordered",
        level=2,
        lines=(*HOW, "`lanwright explain CODE` tells the whole story of a rule"),
    )


def _known(advice: Advice) -> Iterator[str]:
    found = [item for item in advice.known if not item.is_wish]
    wishes = [item for item in advice.known if item.is_wish]
    yield from (f"known: {item.about}" for item in found)
    yield from (f"wanted: {item.about}" for item in wishes)
    if not wishes:
        yield "nothing is wanted: `lanwright advise --help` lists what may be"


def _strategy(number: int, item: Ranked, proposed: str) -> Section:
    reasons = [
        f"{_SIGNS[verdict]}: {entry.text} ({entry.shown_by(item.strategy)})"
        for verdict in Verdict
        for entry in item.said(verdict)
    ]
    write = ["write:", *(f"  {line}" for line in proposed.splitlines())] if proposed else []
    outcome = "" if item.outcome == "fits" else f" ({item.outcome})"
    return Section(
        title=f"{number}. {item.strategy}{outcome}: {item.strategy.about}",
        level=2,
        lines=(*reasons, *write),
    )
