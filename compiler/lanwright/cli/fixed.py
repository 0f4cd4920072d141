"""The rounds of `check --fix`: safe edits are carried out and judged anew, until none is left."""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.diagnostics import Refused, Severity, told_once
from lanwright.source import apart, applied

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lanwright.cli.intent_files import IntentFiles
    from lanwright.diagnostics import Diagnostic, Edit

_ROUNDS = 20
"""Each mends all that doesn't overlap; what one mended finding uncovers is the next round's."""


class _Stage(IntEnum):
    """How far an intent gets; what a later stage finds is unknown before."""

    READ = 0
    TYPED = 1
    PLANNED = 2
    JUDGED = 3


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How far an intent got, and what was found there."""

    stage: _Stage
    found: Sequence[Diagnostic]

    def is_worse_than(self, before: _Outcome) -> bool:
        """Whether it gets less far, or has errors that it hadn't before."""
        if self.stage is not before.stage:
            return self.stage < before.stage
        mine, its = _errors(self.found), _errors(before.found)
        if self.stage is _Stage.JUDGED:
            return bool(mine - its)
        return mine.total() > its.total()


@dataclass(slots=True)
class Fixed:
    """What was carried out: the texts that came of it, and the findings that it mends."""

    texts: dict[str, str]
    findings: list[Diagnostic] = field(default_factory=list)


def fixed(files: IntentFiles, texts: Mapping[str, str], asked: Callable[[str], bool]) -> Fixed:
    """The texts with every safe edit of what was asked for that makes nothing worse; nothing is written."""
    done = Fixed(dict(texts))
    outcome = _judged(files, done.texts)
    given_up: set[tuple[str, object]] = set()
    for _ in range(_ROUNDS):
        mending = [item for item in outcome.found if item.safe and item.edits and asked(item.code)]
        mending = [item for item in mending if (item.code, item.edits) not in given_up]
        chosen = _side_by_side(mending)
        if not chosen:
            break
        outcome = _carried_out(files, done, outcome, chosen, given_up)
    return done


def _carried_out(
    files: IntentFiles,
    done: Fixed,
    before: _Outcome,
    chosen: Sequence[Diagnostic],
    given_up: set[tuple[str, object]],
) -> _Outcome:
    """All at once; where that makes anything worse, in halves, down to the one that does, which is given up."""
    texts = _edited(done.texts, chosen)
    after = _judged(files, texts)
    if not after.is_worse_than(before):
        done.texts = texts
        done.findings += chosen
        return after
    if len(chosen) == 1:
        given_up.add((chosen[0].code, chosen[0].edits))
        return before
    # what the first half moved is placed anew in the next round
    return _carried_out(files, done, before, chosen[: len(chosen) // 2], given_up)


def _judged(files: IntentFiles, texts: Mapping[str, str]) -> _Outcome:
    stage = _Stage.READ
    try:
        document = pipeline.read(texts)
        stage = _Stage.TYPED
        site = pipeline.bound(document)
        stage = _Stage.PLANNED
        plan = pipeline.planned(site, files.beside(pipeline.named(site)))
    except Refused as refused:
        return _Outcome(stage, told_once(refused.diagnostics))
    return _Outcome(_Stage.JUDGED, told_once(pipeline.judge(site, plan)))


def _side_by_side(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings in the text's order whose edits leave each other alone; the same edits count once."""
    chosen: list[Diagnostic] = []
    seen: set[object] = set()
    taken: list[Edit] = []
    for item in sorted(found, key=lambda item: (item.edits[0].span, item.code)):
        if item.edits not in seen and all(_has_room(edit, taken) for edit in item.edits):
            chosen.append(item)
            seen.add(item.edits)
            for edit in item.edits:
                insort(taken, edit)
    return chosen


def _has_room(edit: Edit, taken: Sequence[Edit]) -> bool:
    at = bisect(taken, edit)
    before, after = taken[max(at - 1, 0) : at], taken[at : at + 1]
    return all(apart(one, edit) for one in before) and all(apart(edit, one) for one in after)


def _edited(texts: Mapping[str, str], chosen: Sequence[Diagnostic]) -> dict[str, str]:
    edits = [edit for item in chosen for edit in item.edits]
    return {
        name: applied(text, [edit for edit in edits if edit.span.file == name])
        for name, text in texts.items()
    }


def _errors(found: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(item.code for item in found if item.severity is Severity.ERROR)
