"""`python -m tests.lab.oracle [WORDS] [--docker 28] [--show]`: the whole table against the real tools."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from tests.lab.chroot import debian
from tests.lab.lab import Lab
from tests.lab.oracle.agreement import unsaid, untold
from tests.lab.oracle.bench import Bench
from tests.lab.oracle.case import asked, cases
from tests.lab.oracle.told import told
from tests.lab.pools.__main__ import ROOTS

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("words", nargs="*")
    options.add_argument("--docker", default="28")
    options.add_argument("--dry", action="store_true")
    given = options.parse_args(arguments)
    wrong = 0
    chosen = [c for c in asked(cases(), given.docker) if not given.words or any(w in f"{c.tool}: {c.name}" for w in given.words)]
    began = time.monotonic()
    with Lab(debian(ROOTS[given.docker])) as lab:
        bench = None if given.dry else Bench(lab)
        print(f"up after {time.monotonic() - began:.1f}")
        for case in sorted(chosen, key=lambda c: [w in c.tool for w in given.words], reverse=True):
            t = time.monotonic()
            says = told(case, given.docker)
            different = [*untold(case, says)]
            if bench:
                said = bench.carry_out(case, says)
                different += unsaid(case, said)
                print(f"[{time.monotonic() - t:.1f}] {case.tool}: {case.name}: {said.tool} {said.verdict.value} {said.line[:300]}", flush=True)
            for line in different:
                print(f"  !!! {case.tool}: {case.name}: {line}", flush=True)
            wrong += bool(different)
    print(f"{len(chosen)} cases, {wrong} differ, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
