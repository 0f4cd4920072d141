"""Run the whole matrix and write docs/lab-matrix.md; or, with names of samples, run theirs and print what came of it.

    python -m tests.lab.matrix [--jobs 2] [--page docs/lab-matrix.md] [SAMPLE ...]
    python -m tests.lab.matrix --write SAMPLE ...     # its text, from a run on its own kind of host; read it before you commit it

It needs root and takes about an hour on two processors; what this kernel has no links for runs in guests.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.kinds_of_host import kinds_as_written
from tests.lab.applied import links_of
from tests.lab.chroot import debian, versions
from tests.lab.compiled import planned
from tests.lab.guest.guest import DESK, GuestError, Session
from tests.lab.matrix.cell import Cell, cells
from tests.lab.matrix.golden import USUAL, place
from tests.lab.matrix.page import PASSED, Outcome, page
from tests.lab.matrix.run import run, text_of
from tests.lab.precondition import makes

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUR = 3600.0
PAGE = Path(__file__).parents[3] / "docs" / "lab-matrix.md"


def outcome(cell: Cell) -> str:
    """Run a cell; give what came of it in a word, or what is wrong in several."""
    try:
        with tempfile.TemporaryDirectory(prefix="lanwright-matrix-") as folder:
            run(cell, Path(folder))
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # noqa: BLE001 - a run of an hour doesn't end for one cell
        return f"failed: {type(problem).__name__}: {problem}\n{traceback.format_exc(limit=-3)}"
    return PASSED


def is_left_to_a_guest(cell: Cell) -> bool:
    """Whether this kernel lacks a kind of link that it needs."""
    return not all(makes(kind) for kind in links_of(planned(cell.text)))


def in_a_guest(wanted: list[Cell]) -> Iterator[tuple[Cell, str]]:
    """Run cells in one guest, this command in there."""
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        (session.desk / "cells").write_text(json.dumps(wanted))
        argv = [
            sys.executable,
            "-m",
            "tests.lab.matrix",
            "--cells",
            f"{DESK}/cells",
            "--results",
            f"{DESK}/results",
        ]
        said = io.BytesIO()
        try:
            session.run(argv, timeout=HOUR, out=said)
        except GuestError as problem:
            said.write(str(problem).encode())
        results = session.desk / "results"
        found = dict(_read(results) if results.is_file() else ())
    last = said.getvalue().decode(errors="replace")[-2000:]
    for cell in wanted:
        yield cell, found.get(cell, f"failed: its guest said nothing of it, but\n{last}")


def _read(results: Path) -> Iterator[tuple[Cell, str]]:
    for line in results.read_text("utf-8").splitlines():
        cell, said = json.loads(line)
        yield Cell(*cell), said


def all_of(wanted: list[Cell], jobs: int) -> Iterator[tuple[Cell, str]]:
    """Run cells side by side, first those that this machine can run itself."""
    here = [cell for cell in wanted if not is_left_to_a_guest(cell)]
    with ProcessPoolExecutor(jobs) as pool:
        yield from zip(here, pool.map(outcome, here), strict=True)
    there = [cell for cell in wanted if cell not in here]
    parts = [there[number::jobs] for number in range(jobs) if there[number::jobs]]
    with ThreadPoolExecutor(jobs) as guests:
        for part in guests.map(lambda part: list(in_a_guest(part)), parts):
            yield from part


def write_texts(names: list[str]) -> int:
    """Write who reaches whom in samples as they are written; where this kernel lacks links, in a guest."""
    own = [Cell(name, *kind, USUAL) for name in names for kind in set(kinds_as_written(name))]
    for cell in own:
        if not is_left_to_a_guest(cell):
            place(cell.sample, cell.docker).write_text(text_of(cell), encoding="utf-8")
            continue
        with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
            session = Session(Path(folder))
            there = f"from tests.lab.matrix.cell import Cell; from tests.lab.matrix.run import text_of; open('{DESK}/text', 'w').write(text_of(Cell(*{tuple(cell)!r})))"
            if session.run([sys.executable, "-c", there], timeout=HOUR):
                return 1
            place(cell.sample, cell.docker).write_text((session.desk / "text").read_text("utf-8"), "utf-8")
    return 0


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.lab.matrix", description=__doc__)
    parser.add_argument("samples", nargs="*", metavar="SAMPLE")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--write", action="store_true", help="write the samples' texts, run nothing else")
    parser.add_argument("--cells", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--results", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.cells:
        with asked.results.open("a", encoding="utf-8") as results:
            for cell in [Cell(*each) for each in json.loads(asked.cells.read_text("utf-8"))]:
                results.write(json.dumps((cell, outcome(cell))) + "\n")
                results.flush()
        return 0
    if asked.write:
        return write_texts(asked.samples)
    matrix = [cell for cell in cells() if not asked.samples or cell.sample in asked.samples]
    refused = {cell: reason for cell in matrix if (reason := cell.refused())}
    found = {cell: Outcome(cell, f"n/a: {reason}") for cell, reason in refused.items()}
    for cell, said in all_of([cell for cell in matrix if cell not in refused], asked.jobs):
        print(cell, said, flush=True)
        found[cell] = Outcome(cell, said)
    outcomes = [found[cell] for cell in matrix]
    if not asked.samples:
        roots = {cell.recipe for cell in matrix if cell.recipe}
        measured = sorted(versions(debian(recipe)) for recipe in roots)
        asked.page.write_text(page(outcomes, measured), encoding="utf-8")
    failed = [each for each in outcomes if each.said.startswith("failed")]
    print(
        f"{len(outcomes)} cells: {sum(each.said == PASSED for each in outcomes)} passed, {len(refused)} not applicable, {len(failed)} failed"
    )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
