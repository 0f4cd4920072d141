"""A site's text of who reaches whom, measured here or in a guest: `python -m tests.lab.random_sites.asked` is what runs in there."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.applied import links_of
from tests.lab.flows import told
from tests.lab.guest.guest import DESK, Session
from tests.lab.precondition import makes
from tests.lab.random_sites.measured import measured, standing

if TYPE_CHECKING:
    from lanwright.plan import SitePlan

PATIENCE = 1200.0
"""Seconds that a guest may take for one site, on a machine that has other things to do."""


def is_left_to_a_guest(plan: SitePlan) -> bool:
    """Whether this kernel lacks a kind of link that a site needs."""
    return not all(makes(kind) for kind in links_of(plan))


def asked(site: str, docker: str) -> str:
    """Apply a site without errors here, and tell who reaches whom."""
    with (
        tempfile.TemporaryDirectory(prefix="lanwright-record-") as folder,
        standing(site, docker, Path(folder)) as (built, plan),
    ):
        return told(*measured(built, plan))


def asked_in_a_guest(site: str, docker: str) -> str:
    """The same under the guest's kernel; a boot is a second, so that each site has a guest of its own.

    Raises RuntimeError with the guest's last words where it has none to tell, GuestError where it died.
    """
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session, said = Session(Path(folder)), io.BytesIO()
        (session.desk / "site").write_text(site, encoding="utf-8")
        argv = [sys.executable, "-m", "tests.lab.random_sites.asked", docker, f"{DESK}/site", f"{DESK}/flows"]
        if session.run(argv, timeout=PATIENCE, out=said):
            raise RuntimeError(said.getvalue().decode(errors="replace").strip()[-3000:])
        return (session.desk / "flows").read_text("utf-8")


if __name__ == "__main__":
    version, intent, flows = sys.argv[1:]
    Path(flows).write_text(asked(Path(intent).read_text("utf-8"), version), encoding="utf-8")
