"""Whether the tool says what the case says, and the compiler what the tool says: each difference as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from tests.lab.oracle.case import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.oracle.case import Case
    from tests.lab.oracle.said import Said
    from tests.lab.oracle.told import Told


def untold(case: Case, told: Told) -> Iterator[str]:
    """What the compiler says otherwise than the case: a refusal is an error, a break a finding, what works is neither."""
    errors, warnings = told.codes(Severity.ERROR), told.codes(Severity.WARNING)
    expected = frozenset(case.check) | frozenset(case.risk)
    if errors | warnings != expected:
        shown = [
            f"{item.code} {item.message}" for item in told.findings if item.severity is not Severity.INFO
        ]
        yield f"check says {shown or 'nothing'}; expected is {sorted(expected) or 'nothing'}"
    if case.excuse:
        return
    if case.verdict is Verdict.REFUSED and not errors:
        yield "it is refused, and no error says so"
    if case.verdict is Verdict.BREAKS and not case.check:
        yield "it breaks, and no finding says so"
    if case.verdict is Verdict.WORKS and (errors or case.check):
        yield f"it works, and check says {sorted(errors) or case.check}"


def unsaid(case: Case, said: Said) -> Iterator[str]:
    """What the tool says otherwise than the case."""
    if said.verdict is not case.verdict:
        yield f"expected is that it {case.verdict.value}; {said.tool} {said.verdict.value}: {said.words or 'silently'}"
    elif _plain(case.words) not in _plain(said.words):
        yield f"expected are the words {case.words!r}; {said.tool} says {said.words!r}"


def _plain(words: str) -> str:
    return " ".join(words.split())
