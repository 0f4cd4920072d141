"""Run the whole matrix and write docs/lab-matrix.md; or, with names of samples, run theirs and print what came of it.

    python -m tests.lab.matrix [--jobs 2] [--results FILE] [--minutes N] [SAMPLE ...]
    python -m tests.lab.matrix --write SAMPLE ...     # its text, from a run on its own kind of host; read it before you commit it

It needs root and takes hours. With --results what is in the file isn't run again; after --minutes nothing more is begun, and
the page says what wasn't run. What this kernel has no links for runs in guests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.kinds_of_host import kinds_as_written
from tests.lab.chroot import debian, versions
from tests.lab.guest.guest import DESK, Session
from tests.lab.matrix.cell import Cell, cells
from tests.lab.matrix.golden import USUAL, place
from tests.lab.matrix.page import NOT_RUN, PASSED, Outcome, page
from tests.lab.matrix.run import text_of
from tests.lab.matrix.running import HOUR, is_left_to_a_guest, note, outcomes, read

PAGE = Path(__file__).parents[3] / "docs" / "lab-matrix.md"


def main() -> int:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.matrix", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("samples", nargs="*", metavar="SAMPLE")
    parser.add_argument("--jobs", type=int, default=2, help="how many side by side")
    parser.add_argument("--results", type=Path, help="where results are kept, and taken from")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="after which nothing more is begun"
    )
    parser.add_argument("--write", action="store_true", help="write the samples' texts, run nothing else")
    asked = parser.parse_args()
    if asked.write:
        return write_texts(asked.samples)
    matrix = [cell for cell in cells() if not asked.samples or cell.sample in asked.samples]
    found = {cell: f"n/a: {reason}" for cell in matrix if (reason := cell.refused())}
    found |= dict(read(asked.results)) if asked.results else {}
    wanted = [cell for cell in matrix if cell not in found]
    for cell, said in outcomes(wanted, asked.jobs, time.time() + 60 * asked.minutes):
        print(cell, said, flush=True)
        found[cell] = said
        if asked.results and said != NOT_RUN:
            note(asked.results, cell, said)
    told = [Outcome(cell, found[cell]) for cell in matrix]
    if not asked.samples:
        roots = {cell.recipe for cell in matrix if cell.recipe}
        measured = sorted(versions(debian(recipe)) for recipe in roots)
        PAGE.write_text(page(told, measured), encoding="utf-8")
    print(
        ", ".join(
            f"{sum(each.is_a(word) for each in told)} {word}" for word in (PASSED, "failed", "n/a", NOT_RUN)
        )
    )
    return any(each.is_a("failed") for each in told)


def write_texts(names: list[str]) -> int:
    """Write who reaches whom in samples as they are written; where this kernel lacks links, in a guest."""
    for cell in [Cell(name, *kind, USUAL) for name in names for kind in set(kinds_as_written(name))]:
        text = _told_by_a_guest(cell) if is_left_to_a_guest(cell) else text_of(cell)
        place(cell.sample, cell.docker).write_text(text, encoding="utf-8")
    return 0


def _told_by_a_guest(cell: Cell) -> str:
    there = (
        "from tests.lab.matrix.cell import Cell; from tests.lab.matrix.run import text_of; "
        f"open('{DESK}/text', 'w').write(text_of(Cell(*{tuple(cell)!r})))"
    )
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        if session.run([sys.executable, "-c", there], timeout=HOUR):
            raise SystemExit(1)
        return (session.desk / "text").read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
