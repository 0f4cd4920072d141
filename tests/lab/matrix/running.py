"""Cells run side by side, each to its end, whatever comes of it; those that this kernel has no links for in guests."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
import traceback
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.applied import needs_a_guest
from tests.lab.compiled import planned
from tests.lab.guest.guest import DESK, GuestError, Session
from tests.lab.matrix.cell import Cell
from tests.lab.matrix.page import NOT_RUN, PASSED
from tests.lab.matrix.run import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOUR = 3600.0


def outcome(cell: Cell, deadline: float = float("inf")) -> str:
    """Run a cell; give what came of it in a word, or what is wrong in several. After the deadline none is begun."""
    if time.time() > deadline:
        return NOT_RUN
    try:
        with tempfile.TemporaryDirectory(prefix="lanwright-matrix-") as folder:
            run(cell, Path(folder))
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # noqa: BLE001 - a run of hours doesn't end for one cell
        return f"failed: {type(problem).__name__}: {problem}\n{traceback.format_exc(limit=-3)}"
    return PASSED


def outcomes(wanted: Iterable[Cell], jobs: int, deadline: float) -> Iterator[tuple[Cell, str]]:
    """Run cells in an order that meets everything early, first those that this machine can run itself."""
    ordered = sorted(wanted, key=lambda cell: zlib.crc32(str(cell).encode()))
    here = [cell for cell in ordered if not is_left_to_a_guest(cell)]
    with ProcessPoolExecutor(jobs) as pool:
        yield from zip(here, pool.map(outcome, here, [deadline] * len(here)), strict=True)
    there = [cell for cell in ordered if cell not in here]
    parts = [there[number::jobs] for number in range(jobs) if there[number::jobs]]
    with ThreadPoolExecutor(jobs) as guests:
        for part in guests.map(lambda part: list(_in_a_guest(part, deadline)), parts):
            yield from part


def is_left_to_a_guest(cell: Cell) -> bool:
    """Whether this kernel lacks a kind of link that it needs."""
    return needs_a_guest(planned(cell.text))


def _in_a_guest(wanted: list[Cell], deadline: float) -> Iterator[tuple[Cell, str]]:
    """Run cells in one guest, `python -m tests.lab.matrix.running` in there."""
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        (session.desk / "cells").write_text(json.dumps(wanted))
        argv = [sys.executable, "-m", "tests.lab.matrix.running", f"{DESK}/cells", f"{DESK}/results"]
        said = io.BytesIO()
        left = deadline - time.time()
        try:
            if left > 0:
                session.run(argv, timeout=min(left, HOUR), out=said)
        except GuestError as problem:
            said.write(str(problem).encode())
        found = dict(read(session.desk / "results"))
    late = time.time() > deadline
    last = said.getvalue().decode(errors="replace")[-2000:]
    for cell in wanted:
        yield cell, found.get(cell, NOT_RUN if late else f"failed: its guest said nothing of it, but\n{last}")


def read(results: Path) -> Iterator[tuple[Cell, str]]:
    """Read what `note` has written; nothing where there is no such file."""
    for line in results.read_text("utf-8").splitlines() if results.is_file() else ():
        cell, said = json.loads(line)
        yield Cell(*cell), said


def note(results: Path, cell: Cell, said: str) -> None:
    """Add what came of a cell to a file, a JSON array a line."""
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps((cell, said)) + "\n")


if __name__ == "__main__":
    for each in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        note(Path(sys.argv[2]), Cell(*each), outcome(Cell(*each)))
