"""What would mend a drop: changes of the intent, each tried by following the packet through the site that it makes.

A change is a function of the site and the trace that proposes sites; what doesn't help isn't told.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Refused
from lanwright.expect.changes import CHANGES
from lanwright.lower import lower
from lanwright.trace import Flow, Trace, Verdict, trace
from lanwright.trace.meaning import asked
from lanwright.world import realise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.expect.changes import Change
    from lanwright.intent import Site
    from lanwright.plan.values import Address
    from lanwright.world import World

_TRIED = 6
"""Sites that are made for one drop at most."""


def remedies(site: Site, world: World, lost: Trace) -> list[str]:
    """The changes that help, the smallest first, each in a sentence without a full stop."""
    found: list[str] = []
    for change in islice(_proposed(site, world, lost), _TRIED):
        if change.text not in found and _helps(change, world, lost):
            found.append(change.text)
    return found


def _proposed(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    for proposing in CHANGES.get(lost.reason or "") or ():
        yield from proposing(site, world, lost)


def _helps(change: Change, world: World, lost: Trace) -> bool:
    """Lower the changed site and ask again; a change that leaves no plan is none."""
    try:
        changed = realise(lower(change.site), world.around)
    except Refused:
        return False
    flow = lost.flow
    return any(
        trace(changed, Flow(flow.source, address, flow.protocol, flow.port)).verdict is Verdict.DELIVERED
        for address in _asked(change, changed, flow)
    )


def _asked(change: Change, changed: World, flow: Flow) -> list[Address]:
    """The address that the change leads to, else the same, else another one of the same name: Docker may hand out others."""
    if change.destination is not None:
        return [change.destination]
    named = [address for _, address in asked(changed, flow.to)] if flow.to else []
    return list(dict.fromkeys((flow.destination, *named)))
