"""How long a trace takes, what a matrix costs, and what a question about one host makes of the others.

python benchmarks/traces.py 1000
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large_site import large_site
from lanwright import pipeline
from lanwright.trace import Trace, matrix, trace
from lanwright.trace.meaning import asked, flows, nearest, place_of
from lanwright.world import World, realise

SAMPLES = Path(__file__).parents[1] / "samples"
TIMES = 200
_PAIRS = [
    ("home", "laptop", "web"),
    ("home", "app", "web"),
    ("home", "laptop", "site_b"),
    ("veth", "app", "web"),
]


def world_of(text: str) -> World:
    """The world of an intent."""
    return realise(pipeline.understand({"lanwright.yaml": text})[1])


def one(world: World, source: str, to: str) -> Trace:
    """A ping between two names, at the nearest address."""
    asking = place_of(world, source).namespace
    name, address = nearest(world, asking, asked(world, to))[0]
    return trace(world, flows(world, asking, name, address, None)[0])


def took(world: World, source: str, to: str) -> float:
    """The median of many traces, in milliseconds; the first one makes the machines that it meets."""
    one(world, source, to)
    times = []
    for _ in range(TIMES):
        start = process_time()
        one(world, source, to)
        times.append(process_time() - start)
    return median(times) * 1000


def main() -> None:
    """Three tables."""
    print("| one trace, world built | milliseconds |\n| --- | --- |")
    for sample, source, to in _PAIRS:
        world = world_of((SAMPLES / sample / "lanwright.yaml").read_text())
        print(f"| {sample}: {source} to {to} | {took(world, source, to):.2f} |")
    print("\n| matrix | flows | hops | seconds | microseconds a hop |\n| --- | --- | --- | --- | --- |")
    for sample in ("nat", "home", "dual_stack", "veth"):
        world = world_of((SAMPLES / sample / "lanwright.yaml").read_text())
        start = process_time()
        cells = list(matrix(world))
        spent = process_time() - start
        hops = sum(len(way.steps) for cell in cells for way in (cell.found.request, cell.found.reply) if way)
        print(f"| {sample} | {len(cells)} | {hops} | {spent:.2f} | {spent / hops * 1e6:.0f} |")
    hosts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    plan = pipeline.understand({"lanwright.yaml": large_site(hosts)})[1]
    start = process_time()
    world = realise(plan)
    built = process_time() - start
    start = process_time()
    found = one(world, "h0", "h0/svc0")
    first = process_time() - start
    print(
        f"\n{hosts} hosts: world {built * 1000:.0f} ms, first trace {first * 1000:.1f} ms ({found.verdict}),"
    )
    print(f"then {took(world, 'h0', 'h0/svc0'):.2f} ms; machines made: {len(world.made)}")


if __name__ == "__main__":
    main()
