"""`python -m tests.lab.oracle [WORDS ...] [--docker 26]`: ask the real tools all of the table, and write docs/oracle.md.

With WORDS only the cases that have them in their tool or name are asked, with `--docker` all cases are asked with that Docker, and
nothing is written but, with `--to FILE`, what came of each. `--page FILE ...` writes the page of several such files, where the table
was asked in parts. What this kernel has no links for is asked in a guest that has them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
    if given.page:
        return _write([_read(line) for file in given.page for line in file.read_text().splitlines()])
    began = time.monotonic()
    chosen = [case for case in cases() if _is_meant(f"{case.tool}: {case.name}", given)]
    to = given.to or Path(tempfile.mkdtemp(prefix="lanwright-oracle-")) / "came"
    to.write_text("")
    for docker in [given.docker] if given.docker else DOCKERS:
        those = [case for case in chosen if given.docker or docker in case.dockers]
        _ask(asked(those, docker), docker, to, in_guest=given.in_guest)
    came = [_read(line) for line in to.read_text().splitlines()]
    wrong = [each for each in came if each.different]
    print(f"{len(came)} asked in {time.monotonic() - began:.0f} s, {len(wrong)} otherwise than the table")
    if not (given.words or given.name or given.docker or given.to):
        _write(came)
    return 1 if wrong else 0


def _write(came: Sequence[Came]) -> int:
    """The page of what came of all cases; what was asked twice counts as it came last."""
    last = {(each.docker, each.tool, each.name): each for each in came}
    rows = [(case, docker) for case in cases() for docker in case.dockers]
    missing = [
        f"{docker}: {case.tool}: {case.name}"
        for case, docker in rows
        if (docker, case.tool, case.name) not in last
    ]
    print(*(f"not asked: {name}" for name in missing), sep="\n")
    outcomes = [
        Outcome(case.of(docker), docker, last[docker, case.tool, case.name].different)
        for case, docker in rows
        if (docker, case.tool, case.name) in last
    ]
    measured = [versions(debian(ROOTS[docker])) for docker in DOCKERS]
    PAGE.write_text(page(outcomes, measured), encoding="utf-8")
    return 1 if missing or any(each.different for each in outcomes) else 0


class Came(NamedTuple):
    """What came of a case: how the tool, or `check`, said otherwise than the table."""

    docker: str
    tool: str
    name: str
    different: tuple[str, ...]


def _read(line: str) -> Came:
    docker, tool, name, different = json.loads(line)
    return Came(docker, tool, name, tuple(different))


def _is_meant(name: str, given: argparse.Namespace) -> bool:
    return name in given.name if given.name else all(words in name for words in given.words)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.oracle", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORDS", help="only cases with these words")
    parser.add_argument("--docker", choices=DOCKERS, help="ask all of them with this Docker")
    parser.add_argument("--name", action="append", default=[], metavar="TOOL: CASE", help="this one")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write what came of each there")
    parser.add_argument("--page", type=Path, nargs="+", metavar="FILE", help="write the page of such files")
    parser.add_argument("--in-guest", action="store_true", help="this is the guest")
    return parser


def _ask(chosen: Sequence[Case], docker: str, to: Path, *, in_guest: bool) -> None:
    """Here, and in a guest what this kernel has no links for; each is written down as it comes."""
    here = [case for case in chosen if in_guest or all(map(makes, case.needs))]
    if here:
        with Lab(debian(ROOTS[docker])) as lab:
            bench = Bench(lab)
            for case in here:
                _ask_one(bench, case, docker, to)
    elsewhere = [case for case in chosen if case not in here]
    if elsewhere:
        _ask_guest(elsewhere, docker, to)


def _ask_one(bench: Bench, case: Case, docker: str, to: Path) -> None:
    began, tells = time.monotonic(), told(case, docker)
    said = bench.carry_out(case, tells)
    different = (*untold(case, tells), *unsaid(case, said))
    print(
        f"{docker} [{time.monotonic() - began:4.1f} s] {case.tool}: {case.name}: {said.verdict.value}",
        flush=True,
    )
    print(*(f"    {line}\n" for line in different), sep="", end="", flush=True)
    with to.open("a") as file:
        file.write(json.dumps(Came(docker, case.tool, case.name, different)) + "\n")


def _ask_guest(chosen: Sequence[Case], docker: str, to: Path) -> None:
    """One guest for all of them."""
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        names = [f"--name={case.tool}: {case.name}" for case in chosen]
        words = ["-m", "tests.lab.oracle", "--in-guest", "--docker", docker, "--to", f"{DESK}/came", *names]
        session.run([sys.executable, *words], timeout=HOUR)
        with to.open("a") as file:
            file.write((session.desk / "came").read_text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
