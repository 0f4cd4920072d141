"""Runs that write to one folder at the same time wait for each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from tests.output.trees import on_disk, tree

CHILD = """
import sys
from pathlib import Path
from lanwright.output import write
from tests.output.test_two_at_once import files
from tests.output.trees import tree

for turn in range(10):
    number = int(sys.argv[2]) + 4 * turn
    difference = write({"dock1": tree("dock1", files(number))}, Path(sys.argv[1]))
    assert not difference.blocked(force=False), difference
"""


def files(number: int) -> dict[str, str]:
    """A tree that differs from that of any other number, in its names too."""
    return {f"etc/{name}": f"{number}\n" * 50 for name in ("one", "two", "three", f"only-{number % 3}")}


def test_the_last_of_several_runs_leaves_its_tree_and_nothing_else(tmp_path: Path) -> None:
    """No run takes another's file for a person's, and no file of two runs stands beside the other."""
    root = Path(__file__).parents[2]
    commands = [[sys.executable, "-c", dedent(CHILD), str(tmp_path), str(one)] for one in range(4)]
    children = [subprocess.Popen(command, cwd=root) for command in commands]
    assert [child.wait() for child in children] == [0] * 4
    found = on_disk(tmp_path)
    number = int(found["dock1/etc/one"].split()[0])
    expected = tree("dock1", files(number))
    assert found == {f"dock1/{item.path}": item.content for item in expected}
