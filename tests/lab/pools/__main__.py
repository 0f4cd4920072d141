"""Draw many configurations and hold what the compiler says of each against a real dockerd: `--count 200 --docker 28`."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from tests.lab.chroot import FORKY, TRIXIE, debian
from tests.lab.lab import Lab
from tests.lab.pools.drawn import intent
from tests.lab.pools.engine import Engine
from tests.lab.pools.kept import keep
from tests.lab.pools.trial import trial

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOTS = {"28": FORKY, "26": TRIXIE}


def main(arguments: Sequence[str]) -> int:
    """Run them, say what differs, and end with 1 if anything does."""
    options = _options().parse_args(arguments)
    seeds = options.seed or range(options.first, options.first + options.count)
    began, wrong = time.monotonic(), []
    with Lab(debian(ROOTS[options.docker])) as lab:
        engine = Engine(lab.host("dock1"))
        for seed in seeds:
            text = intent(seed, options.docker)
            different = trial(engine, text)
            if different:
                wrong.append(seed)
                print(f"seed {seed}:", *different, sep="\n    ", flush=True)
                print(text if options.show else "", end="", flush=True)
            if different and options.keep:
                print(f"    kept as {keep(options.docker, seed, text, different[0])}")
    took = time.monotonic() - began
    print(
        f"Docker {options.docker}: {len(seeds)} configurations in {took:.0f} s, {len(wrong)} differ {wrong or ''}"
    )
    return 1 if wrong else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.pools", description=__doc__)
    parser.add_argument("--docker", choices=ROOTS, default="28", help="which Docker")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=200, help="how many seeds")
    parser.add_argument(
        "--seed", type=int, action="append", help="this seed alone; may be said several times"
    )
    parser.add_argument("--show", action="store_true", help="print the intents of those that differ")
    parser.add_argument(
        "--keep", action="store_true", help="put them into kept/, so that every run tries them"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
