"""`python -m tests.mutants [WHAT ...]`: plants mutants, and fails where one survives that isn't explained."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.mutants.asked import Asked, asked
from tests.mutants.explained import explained
from tests.mutants.families import ROOT, families
from tests.mutants.judging import SEEN, Judging, Outcome
from tests.mutants.mutant import mutants

if TYPE_CHECKING:
    from tests.mutants.mutant import Key, Mutant

LEFT = ROOT / ".mutants.json"
"""What was left of each family the last time, for `--again`."""


def main() -> int:
    """Judge the mutants asked for, one family after another."""
    known = families()
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        help=f"a family ({', '.join(known)}), a module (addressing/crowds.py) or a function; all, where nothing is named",
    )
    parser.add_argument("--processes", type=int, default=1, help="how many mutants at once")
    parser.add_argument("--again", action="store_true", help="only those that survived the last time")
    options = parser.parse_args()
    try:
        parts = asked(options.what, known)
    except LookupError as error:
        parser.error(str(error))
    # pytest collects once in a process: each family gets one of its own.
    return max([_in_a_fork(part, options) for part in parts])


def _in_a_fork(part: Asked, options: argparse.Namespace) -> int:
    sys.stdout.flush()
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    status = 2
    try:
        status = _judge(part, processes=options.processes, again=options.again)
    finally:
        sys.stdout.flush()
        os._exit(status)


def _judge(part: Asked, *, processes: int, again: bool) -> int:
    """Say what becomes of a family's mutants; 1 where a survivor isn't explained, or an explanation explains none."""
    family = part.family
    last = json.loads(LEFT.read_text(encoding="utf-8")) if LEFT.exists() else {}
    left = {tuple(key) for key in last.get(family.name, [])}
    made = [
        mutant
        for path in family.paths
        for mutant in mutants(path, *family.about(path))
        if part.has(mutant.module, mutant.function) and (mutant.key in left or not again)
    ]
    reasons = explained()
    outcomes: dict[int, Outcome] = {}

    def told(number: int, outcome: Outcome) -> None:
        outcomes[number] = outcome
        if outcome not in SEEN and made[number].key not in reasons:
            print(_shown(made[number], outcome), flush=True)

    judging = Judging(made, processes, told)
    arguments = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "--tb=no"]
    pytest.main([*arguments, *family.tests], plugins=[judging])
    survivors = [made[number] for number, outcome in sorted(outcomes.items()) if outcome not in SEEN]
    unexplained = {mutant.key for mutant in survivors} - reasons.keys()
    still = unexplained | {key for key in left if not part.has(key[0], key[1])}
    LEFT.write_text(json.dumps(last | {family.name: sorted(still)}, indent=1), encoding="utf-8")
    idle = [] if again else _idle(reasons, part, {mutant.key for mutant in survivors})
    for key in idle:
        print(f"explained.yaml explains what doesn't survive: {key}")
    print(_summary(part, made, outcomes, reasons), f"({judging.seconds:.0f} s)", flush=True)
    return 0 if len(outcomes) == len(made) and not unexplained and not idle else 1


def _idle(reasons: dict[Key, str], part: Asked, survivors: set[Key]) -> list[Key]:
    modules = {part.family.about(path)[0] for path in part.family.paths}
    judged = (key for key in reasons if key[0] in modules and part.has(key[0], key[1]))
    return sorted(key for key in judged if key not in survivors)


def _shown(mutant: Mutant, outcome: Outcome) -> str:
    place = f"{mutant.path.relative_to(ROOT)}:{mutant.lines.start}"
    return f"{place}: {outcome} in {mutant.function}\n  - {mutant.was}\n  + {mutant.now}"


def _summary(part: Asked, made: list[Mutant], outcomes: dict[int, Outcome], reasons: dict[Key, str]) -> str:
    killed = sum(outcome in SEEN for outcome in outcomes.values())
    told = sum(outcome not in SEEN and made[number].key in reasons for number, outcome in outcomes.items())
    numbers = Counter(
        {"mutants": len(made), "killed": killed, "explained": told, "left": len(made) - killed - told}
    )
    return f"{' '.join([part.family.name, *part.parts])}: " + ", ".join(
        f"{count} {what}" for what, count in numbers.items()
    )


if __name__ == "__main__":
    sys.exit(main())
