"""Drawn sites applied to real hosts, and who reaches whom in them written down: what the trace must say of each.

    python -m tests.lab.random_sites.record --seeds A-B [--stacked] [--docker 26] [--jobs 2]

It needs root; a site takes ten to forty seconds. A site without errors becomes two files in `tests/trace/sites/`: its intent,
and what everybody was answered at every door. What is there already isn't run again. A site with links that this kernel lacks
runs in a guest of its own, twice as long; its files are written as soon as it has ended, like all others.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from lanwright.diagnostics import Severity
from tests.lab.applied import needs_a_guest
from tests.lab.random_sites.asked import asked, asked_in_a_guest
from tests.lab.random_sites.drawn import site_of
from tests.lab.random_sites.measured import ROOTS
from tests.lab.random_sites.trial import understood

PLACE = Path(__file__).parents[2] / "trace" / "sites"


def main() -> int:
    """Record what isn't recorded; end with 1 if any site couldn't be."""
    options = _options().parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    with ProcessPoolExecutor(options.jobs) as pool:
        said = list(pool.map(partial(record, docker=options.docker, stacked=options.stacked), seeds))
    return any(one.startswith("failed") for one in said)


def record(seed: int, docker: str, *, stacked: bool) -> str:
    """Write a seed's two files; give, and print, what came of it."""
    name = f"{docker}-{'stacked-' if stacked else ''}{seed:04}"
    try:
        said = _record(site_of(seed, docker, stacked=stacked), docker, name)
    except Exception as problem:  # noqa: BLE001 - a run of an hour doesn't end for one site
        said = f"failed: {type(problem).__name__}: {problem}"
    print(f"{name}: {said}", flush=True)
    return said


def _record(site: str, docker: str, name: str) -> str:
    place = PLACE / name
    if place.with_suffix(".txt").is_file():
        return "is there"
    known = understood(site)
    if known.plan is None or known.codes(Severity.ERROR):
        return f"has errors: {' '.join(known.codes(Severity.ERROR))}"
    text = (asked_in_a_guest if needs_a_guest(known.plan) else asked)(site, docker)
    place.with_suffix(".yaml").write_text(site, encoding="utf-8")
    place.with_suffix(".txt").write_text(text, encoding="utf-8")
    return f"{sum(line.startswith(' ') for line in text.splitlines())} flows"


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.random_sites.record",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--seeds", required=True, metavar="A-B", help="which seeds, both ends among them")
    parser.add_argument(
        "--stacked", action="store_true", help="hosts with VLANs, bonds, wireless cards, ipvlan in every mode"
    )
    parser.add_argument("--docker", choices=ROOTS, default="28", help="which Docker")
    parser.add_argument("--jobs", type=int, default=2, help="how many side by side")
    return parser


if __name__ == "__main__":
    sys.exit(main())
