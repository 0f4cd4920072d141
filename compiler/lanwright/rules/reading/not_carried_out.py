"""LW007: what is read and not carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.rules.reading.not_yet import NOT_YET
from lanwright.rules.reading.written import written
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Span
    from lanwright.intent import Site


@rule("LW007", Severity.WARNING)
def not_carried_out(site: Site) -> Iterator[Finding]:
    """A key or a value is read and not carried out yet.

    The grammar is wider than what this version does. What it doesn't do is said where it is written, so that nobody
    takes the files for the whole: the finding tells what happens meanwhile, and the host's README.md lists it under what
    is left to do. With `--strict` the check fails. What version 1 never will do is an error.

    Do by hand what the finding says, or leave the key out. The whole list is in docs/not-yet.md.
    """
    told: set[tuple[Span, str]] = set()
    for finding in _unfinished(site):
        same = (finding.origin.span, finding.message)
        if same not in told:
            told.add(same)
            yield finding


def _unfinished(site: Site) -> Iterator[Finding]:
    for entry in NOT_YET:
        for place in written(site, entry.path):
            if entry.applies(place.value):
                yield Finding(
                    message=f"`{_shown(entry.path, place.value)}` isn't carried out: {entry.meanwhile}",
                    origin=place.origin,
                    fix=entry.instead,
                    severity=entry.severity,
                )


def _shown(path: str, value: object) -> str:
    key = path.rpartition(".")[2]
    return f"{key}: {value}" if isinstance(value, str) else key
