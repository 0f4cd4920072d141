"""Findings held against what came of the site, in both directions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from tests.lab.random_sites.trial import CANT_BE, FAILED, HELD, LEFT_TO_A_GUEST, NO_FILES, NO_PLAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.lab.random_sites.trial import Outcome, Understood

RIGHT_PASSED, RIGHT_REFUSED, UNTRIED = "passed and works", "refused and fails", "not tried"
WARNED = "warned and fails"
FORETOLD = dict.fromkeys(("LW508", "LW604", "LW605", "LW606", "LW610", "LW611", "LW619", "LW704"), "") | {
    "LW615": r"\S+/clients must be answered by ",
    "LW626": r"\S+ must be answered by \S+ at \S+ \S+ and seen as ",
}
"""Warnings that tell what won't get through, and how the lines begin that they tell of: a warning excuses nothing else."""

UNSEEN = {
    "LW201": "a pool that was written isn't there, and nobody misses it until the others run out",
    "LW701": "dockerd passes over a flag's name, and nobody misses what it says until it is needed",
}
"""Errors that tell of something written and not carried out, where no packet need show it, with the reason for each."""
NOT_SEEN = "refused for what isn't seen"

MISSED, FALSE = "PASSED AND FAILS", "REFUSED AND WORKS"


def judgement(understood: Understood, outcome: Outcome) -> str:
    """Which of the words above is true of it."""
    refused = bool(understood.codes(Severity.ERROR))
    if outcome.word == LEFT_TO_A_GUEST:
        return UNTRIED
    if outcome.word in {NO_PLAN, NO_FILES, CANT_BE}:
        return UNTRIED if refused else MISSED
    if refused:
        unseen = UNSEEN.keys() >= set(understood.codes(Severity.ERROR))
        return RIGHT_REFUSED if outcome.word in FAILED else NOT_SEEN if unseen else FALSE
    if outcome.word == HELD:
        return RIGHT_PASSED
    warned = understood.codes(Severity.WARNING)
    return WARNED if outcome.seen and is_foretold(outcome.seen, warned) else MISSED


def is_foretold(lines: Iterable[str], codes: Iterable[str]) -> bool:
    """Whether warnings of these codes tell of each line, a promise that wasn't kept."""
    told = [FORETOLD[code] for code in codes if code in FORETOLD]
    return all(any(re.match(begin, line) for begin in told) for line in lines)
