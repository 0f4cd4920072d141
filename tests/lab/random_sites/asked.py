"""A site's text of who reaches whom, measured here or in a guest: `python -m tests.lab.random_sites.asked` is what runs in there."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.everybody import Everybody
from tests.lab.flows import Flow, flows, told
from tests.lab.guest.guest import DESK, Session
from tests.lab.probe import probe
from tests.lab.random_sites.measured import standing
from tests.trace import as_in_the_lab

if TYPE_CHECKING:
    from lanwright.plan import SitePlan
    from tests.lab.site import Site

PATIENCE = 1200.0
"""Seconds that a guest may take for one site, on a machine that has other things to do."""


def asked(site: str, docker: str) -> str:
    """Apply a site without errors here, and tell who reaches whom.

    Everybody asks at once, and who has just asked knows the way to whom he asked. That can hide that he doesn't find it by
    himself; what comes otherwise than the trace expects is asked once more.
    """
    with (
        tempfile.TemporaryDirectory(prefix="lanwright-record-") as folder,
        standing(site, docker, Path(folder)) as (built, plan),
    ):
        everybody = Everybody(built, plan)
        labels, found = everybody.labels(), flows(built.lab, everybody)
        return told(_doubted(built, plan, everybody, found), labels)


def _doubted(built: Site, plan: SitePlan, everybody: Everybody, found: list[Flow]) -> list[Flow]:
    """The same, with what the trace doubts asked anew."""
    labels = everybody.labels()
    expected = as_in_the_lab.told(built.intent, plan)
    lines = [line for line in expected.splitlines() if line.startswith(" ")]
    own = [told([flow], labels).splitlines()[1] for flow in found]
    return [
        flow if line == mine else _anew(built, everybody, flow)
        for flow, line, mine in zip(found, lines, own, strict=True)
    ]


def _anew(built: Site, everybody: Everybody, flow: Flow) -> Flow:
    """Ask twice, first with every neighbour forgotten, then by somebody who knows his own next hop; the second counts.

    Who looks for that tells all of his LAN his MAC address, ipvlan hands it on late, and whoever looks for him meanwhile has it.
    """
    asking, door = everybody.places()[flow.place], flow.door
    for known in (None, asking):
        built.lab.forget_neighbours(but=known)
        verdict = probe(asking, door.address, door.port, door.protocol)
    return Flow(flow.place, door, verdict)


def asked_in_a_guest(site: str, docker: str) -> str:
    """The same under the guest's kernel; a boot is a second, so that each site has a guest of its own.

    Raises GuestError where it has none to tell.
    """
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        (session.desk / "site").write_text(site, encoding="utf-8")
        argv = [sys.executable, "-m", "tests.lab.random_sites.asked", docker, f"{DESK}/site", f"{DESK}/flows"]
        session.ask(argv, timeout=PATIENCE)
        return (session.desk / "flows").read_text("utf-8")


if __name__ == "__main__":
    version, intent, answers = sys.argv[1:]
    Path(answers).write_text(asked(Path(intent).read_text("utf-8"), version), encoding="utf-8")
