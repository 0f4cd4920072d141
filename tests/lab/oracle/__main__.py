"""`python -m tests.lab.oracle [WORDS ...] [--docker 26]`: ask the real tools all of the table, and write docs/oracle.md.

With WORDS only the cases that have them in their tool or name are asked, with `--docker` all cases are asked with that Docker, and
nothing is written. What this kernel has no links for is asked in a guest that has them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.chroot import debian, versions
from tests.lab.guest.guest import DESK, Session
from tests.lab.lab import Lab
from tests.lab.oracle.agreement import unsaid, untold
from tests.lab.oracle.bench import Bench
from tests.lab.oracle.case import DOCKERS, asked, cases
from tests.lab.oracle.page import Outcome, page
from tests.lab.oracle.told import told
from tests.lab.pools.__main__ import ROOTS
from tests.lab.precondition import makes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.oracle.case import Case

PAGE = Path(__file__).parents[3] / "docs" / "oracle.md"
HOUR = 3600


def main(arguments: Sequence[str]) -> int:
    """Ask, print a line each, and end with 1 where anything is otherwise than the table says."""
    given = _options().parse_args(arguments)
    began = time.monotonic()
    chosen = [case for case in cases() if _is_meant(f"{case.tool}: {case.name}", given)]
    outcomes: list[Outcome] = []
    for docker in [given.docker] if given.docker else DOCKERS:
        those = [case for case in chosen if given.docker or docker in case.dockers]
        outcomes += _asked(asked(those, docker), docker, given.to)
    wrong = [each for each in outcomes if each.different]
    print(f"{len(outcomes)} asked in {time.monotonic() - began:.0f} s, {len(wrong)} otherwise than the table")
    if given.to is not None:
        given.to.write_text(
            json.dumps([(each.case.tool, each.case.name, each.different) for each in outcomes])
        )
    elif not given.words and not given.docker:
        order = {(case.tool, case.name): number for number, case in enumerate(chosen)}
        ordered = sorted(
            outcomes, key=lambda each: (order[each.case.tool, each.case.name], each.docker != DOCKERS[0])
        )
        PAGE.write_text(
            page(ordered, [versions(debian(ROOTS[docker])) for docker in DOCKERS]), encoding="utf-8"
        )
    return 1 if wrong else 0


def _is_meant(name: str, given: argparse.Namespace) -> bool:
    return name in given.name if given.name else all(words in name for words in given.words)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.oracle", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORDS", help="only cases with these words")
    parser.add_argument("--docker", choices=DOCKERS, help="ask all of them with this Docker")
    parser.add_argument("--name", action="append", default=[], metavar="TOOL: CASE", help="this one")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write what came of it there: a guest does")
    return parser


def _asked(chosen: Sequence[Case], docker: str, to: Path | None) -> list[Outcome]:
    """Here, and in a guest what this kernel has no links for."""
    here = [case for case in chosen if to is not None or all(map(makes, case.needs))]
    outcomes = []
    if here:
        with Lab(debian(ROOTS[docker])) as lab:
            bench = Bench(lab)
            outcomes = [_outcome(bench, case, docker) for case in here]
    return outcomes + _in_guest([case for case in chosen if case not in here], docker)


def _outcome(bench: Bench, case: Case, docker: str) -> Outcome:
    began, tells = time.monotonic(), told(case, docker)
    said = bench.carry_out(case, tells)
    different = (*untold(case, tells), *unsaid(case, said))
    print(
        f"{docker} [{time.monotonic() - began:4.1f} s] {case.tool}: {case.name}: {said.verdict.value}",
        flush=True,
    )
    print(*(f"    {line}\n" for line in different), sep="", end="", flush=True)
    return Outcome(case, docker, different)


def _in_guest(chosen: Sequence[Case], docker: str) -> list[Outcome]:
    """One guest for all of them; it says on this standard output what comes of each."""
    if not chosen:
        return []
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        names = [f"--name={case.tool}: {case.name}" for case in chosen]
        words = ["-m", "tests.lab.oracle", "--docker", docker, "--to", f"{DESK}/came", *names]
        session.run([sys.executable, *words], timeout=HOUR)
        came = {(tool, name): told for tool, name, told in json.loads((session.desk / "came").read_text())}
    return [Outcome(case, docker, tuple(came[case.tool, case.name])) for case in chosen]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
