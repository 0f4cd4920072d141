"""An intent read and understood, or the command's end: what `build` and `plan` begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.cli.console import Console, Status
from lanwright.diagnostics import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.cli.intent_files import IntentFiles
    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import SitePlan

_UNREADABLE = frozenset({"LW001", "LW005"})


def understand(files: IntentFiles) -> tuple[Site, SitePlan]:
    """The site and its plan, the files read that the intent names; raises Refused where there is none."""
    from lanwright import pipeline

    site = pipeline.written(files.read())
    return site, pipeline.planned(site, files.beside(pipeline.named(site)))


def understood(files: IntentFiles, console: Console) -> tuple[Site, SitePlan]:
    """The site and its plan; where there is none, the findings are told and the command ends."""
    try:
        return understand(files)
    except Refused as refused:
        console.findings(refused.diagnostics, files.sources)
        console.leave(status_of(refused.diagnostics))


def status_of(found: Iterable[Diagnostic], *, strict: bool = False) -> Status:
    """2 for an intent that can't be read, 1 for errors (when strict, warnings too), else 0."""
    found = list(found)
    if any(item.code in _UNREADABLE for item in found):
        return Status.UNUSABLE
    failing = {"error", "warning"} if strict else {"error"}
    return Status.FINDINGS if any(item.severity in failing for item in found) else Status.OK
