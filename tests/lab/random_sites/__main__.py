"""Draw sites, apply each to real hosts, and hold what the rules say of it against what came of it, in both directions.

    python -m tests.lab.random_sites --seeds 0-59 [--mutated] [--docker 26] [--results FILE] [--keep FOLDER]
    python -m tests.lab.random_sites --seeds 7 --show        # the site and who reaches whom, as measured

It needs root; a site takes ten to forty seconds. With --results what is in the file isn't run again. Sites with links that this
kernel lacks are said to be left to a guest. Where findings and outcome differ, the seed and the intent are printed, and with
--keep written there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from lanwright.diagnostics import Severity
from tests.lab.random_sites.drawn import site_of
from tests.lab.random_sites.judged import FALSE, MISSED, judgement
from tests.lab.random_sites.measured import ROOTS
from tests.lab.random_sites.mistaken import mistaken
from tests.lab.random_sites.trial import tried, understood


def main() -> int:
    """Run what is asked for; end with 1 if anything differs."""
    options = _options().parse_args()
    population = f"{'mutated' if options.mutated else 'plain'}-{options.docker}"
    done = _read(options.results, population)
    for seed in _seeds(options.seeds):
        if seed not in done:
            done[seed] = _run(seed, population, options)
    counts = Counter(record["judgement"] for record in done.values())
    print(f"{population}: {len(done)} sites; " + ", ".join(f"{n} {word}" for word, n in counts.most_common()))
    return 1 if counts[MISSED] + counts[FALSE] else 0


def text_of(seed: int, population: str) -> str:
    """The site of a seed in a population: `plain-28`, `mutated-26`."""
    kind, docker = population.split("-")
    return mistaken(seed, docker) if kind == "mutated" else site_of(seed, docker)


def _run(seed: int, population: str, options: argparse.Namespace) -> dict[str, Any]:
    text, began = text_of(seed, population), time.monotonic()
    told = understood(text)
    with tempfile.TemporaryDirectory(prefix="lanwright-random-") as folder:
        outcome = tried(text, options.docker, Path(folder), cold=options.cold)
    said = judgement(told, outcome)
    asked = [line for line in outcome.flows.splitlines() if line.startswith(" ")]
    answered = [line for line in asked if " seen as " in line]
    lost = [line for line in asked if line not in answered]
    record = {
        "population": population,
        "seed": seed,
        "title": text.partition("\n")[0].removeprefix("# "),
        "judgement": said,
        "outcome": outcome.word,
        "errors": told.codes(Severity.ERROR),
        "warnings": told.codes(Severity.WARNING),
        "seen": outcome.seen,
        "flows": len(answered) + len(lost),
        "drops": len(lost),
        "seconds": round(time.monotonic() - began, 1),
    }
    print(f"{record['title']}: {said} ({outcome.word}; {' '.join(told.codes(Severity.ERROR))})", flush=True)
    if said in {MISSED, FALSE}:
        print("", *outcome.seen, sep="\n    ", flush=True)
        print(text, flush=True)
        if options.keep:
            (options.keep / f"{population}-{seed:04}.yaml").write_text(text)
    if options.show:
        print(text, outcome.flows, *outcome.seen, sep="\n", flush=True)
    if options.results:
        with options.results.open("a") as file:
            file.write(json.dumps(record) + "\n")
    return record


def _read(results: Path | None, population: str) -> dict[int, dict[str, Any]]:
    lines = results.read_text().splitlines() if results and results.is_file() else []
    records = map(json.loads, lines)
    return {record["seed"]: record for record in records if record["population"] == population}


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.random_sites",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--seeds", required=True, metavar="A-B", help="which seeds, both ends among them")
    parser.add_argument("--mutated", action="store_true", help="sites with one mistake")
    parser.add_argument(
        "--cold", action="store_true", help="ask once more, one after the other, in valid sites too"
    )
    parser.add_argument("--docker", choices=ROOTS, default="28", help="which Docker")
    parser.add_argument("--results", type=Path, help="where results are kept, and taken from")
    parser.add_argument("--keep", type=Path, help="where the intents of those that differ are written")
    parser.add_argument("--show", action="store_true", help="print each site, its flows and what was seen")
    return parser


if __name__ == "__main__":
    sys.exit(main())
