"""`python -m tests.lab.faults [SAMPLE ...] [--fault WORDS]`: every fault on every sample that it can happen to, as a table.

A sample stands for itself, or is written for another kind of host: `'home networkd nftables'`. What this kernel has no
links for happens in a guest, when all else has happened.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import needs_a_guest
from tests.lab.command import CommandFailedError
from tests.lab.compiled import planned
from tests.lab.faults.scene import Scene, intent_of, staged
from tests.lab.faults.table import FAULTS
from tests.lab.guest.guest import Session
from tests.sample_tree import samples

if TYPE_CHECKING:
    from tests.lab.faults.fault import Fault


A_DAY = 24 * 3600


def main(words: list[str]) -> int:
    """Let them happen, print a line each; end with 1 where something isn't as before."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("samples", nargs="*", metavar="SAMPLE", help="these; all without any")
    parser.add_argument("--fault", default="", metavar="WORDS", help="only faults whose name has these words")
    given = parser.parse_args(words)
    asked = given.samples or samples()
    here = [name for name in asked if not needs_a_guest(planned(intent_of(name)))]
    there = [name for name in asked if name not in here]
    wrong = sum(_all_on(name, given.fault) for name in here)
    if here:
        print(f"{wrong} not as before" if wrong else "all as before", flush=True)
    return bool(wrong) | (_in_a_guest(there, given.fault) if there else 0)


def _in_a_guest(names: list[str], only: str) -> int:
    """The same for these under a kernel that has their links; what it says is passed on as it comes."""
    print(f"\nin a guest: {', '.join(names)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        argv = [sys.executable, "-m", "tests.lab.faults", *names, "--fault", only]
        return Session(Path(folder)).run(argv, timeout=A_DAY)


def _all_on(name: str, only: str) -> int:
    print(f"\n{name}", flush=True)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="lanwright-faults-") as folder,
            staged(name, Path(folder)) as one,
        ):
            return sum(
                not _as_before(one, fault) for fault in FAULTS if only in fault.name and one.struck(fault)
            )
    except pytest.skip.Exception as reason:
        print(f"    left out: {reason}")
        return 0


def _as_before(one: Scene, fault: Fault) -> bool:
    began, verdict = time.monotonic(), "as before"
    try:
        with one.after(fault):
            one.assert_as_before()
    except (
        AssertionError,
        CommandFailedError,
        subprocess.TimeoutExpired,
    ):  # the next ones still say something
        verdict = "NOT as before"
        traceback.print_exc(limit=4)
    print(f"    when {fault.name:50} {verdict:15} {time.monotonic() - began:5.1f} s", flush=True)
    return verdict == "as before"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
