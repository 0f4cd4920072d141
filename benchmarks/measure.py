"""Time and memory of `check` and `build` on large sites: python benchmarks/measure.py 250 500 1000."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large_site import large_site

_ONE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
"""A process of its own for each command: the peak of a process's children never goes down."""


def main() -> None:
    """One row a command and size."""
    print("| hosts | command | time | processor | memory |")
    print("| --- | --- | --- | --- | --- |")
    for hosts in map(int, sys.argv[1:] or ["250", "500", "1000"]):
        with tempfile.TemporaryDirectory() as folder:
            intent = Path(folder, "lanwright.yaml")
            intent.write_text(large_site(hosts))
            for command in ("check", "build"):
                words = [sys.executable, "-m", "lanwright", command, "--quiet", str(intent)]
                start = perf_counter()
                ran = subprocess.run(
                    [sys.executable, "-c", _ONE, *words], check=True, capture_output=True, text=True
                )
                took = perf_counter() - start
                processor, memory = ran.stdout.split()
                print(
                    f"| {hosts} | `{command}` | {took:.1f} s | {float(processor):.1f} s | {memory} MiB |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
