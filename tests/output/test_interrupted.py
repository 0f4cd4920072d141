"""A run that dies at any moment leaves every file as it was or as it will be."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from itertools import count
from pathlib import Path

import pytest

from lanwright.output import compare, write
from tests.output.trees import on_disk, tree

OLD = {"install": "old\n", "a/one": "old\n", "a/two": "old\n", "gone": "old\n"}
NEW = {"install": "new\n", "a/one": "new\n", "a/two": "new\n", "b/three": "new\n"}

CHILD = """
import os, sys
from pathlib import Path
from lanwright.output import write
from tests.output.test_interrupted import NEW
from tests.output.trees import tree

left = int(sys.argv[2])

def dying(name):
    real = getattr(os, name)
    def call(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **kwargs)
    setattr(os, name, call)

for name in ("open", "fsync", "fchmod", "replace", "rename", "unlink", "mkdir", "rmdir"):
    dying(name)
write({"dock1": tree("dock1", NEW)}, Path(sys.argv[1]))
"""


def killed_after(calls: int, out: Path) -> int:
    """Write NEW in a process that dies at that system call; its exit status."""
    command = [sys.executable, "-c", textwrap.dedent(CHILD), str(out), str(calls)]
    return subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode


@pytest.mark.parametrize("calls", range(0, 33, 4))
def test_files_are_whole_whenever_the_run_is_killed(tmp_path: Path, calls: int) -> None:
    """And the manifest is the old one until all its files are there; the next run finishes what is missing."""
    write({"dock1": tree("dock1", OLD)}, tmp_path)
    status = killed_after(calls, tmp_path)
    assert status in (0, 9)
    found = on_disk(tmp_path / "dock1")
    for path, content in found.items():
        if not Path(path).name.startswith(".lanwright-"):
            whole = {
                dict(OLD).get(path),
                dict(NEW).get(path),
                *(tree("dock1", one)[-1].content for one in (OLD, NEW)),
            }
            assert content in whole
    if found["manifest.json"] == tree("dock1", NEW)[-1].content:
        assert all(found.get(path) == content for path, content in NEW.items())
    write({"dock1": tree("dock1", NEW)}, tmp_path)
    assert on_disk(tmp_path / "dock1") == NEW | {"manifest.json": tree("dock1", NEW)[-1].content}


def test_some_of_those_runs_died_and_some_did_not(tmp_path: Path) -> None:
    """The test above tries both; otherwise it would say nothing."""
    write({"dock1": tree("dock1", OLD)}, tmp_path)
    assert killed_after(12, tmp_path) == 9
    assert killed_after(1000, tmp_path) == 0


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All new files are staged before the first is put in place; staged ones are taken away again."""
    write({"dock1": tree("dock1", OLD)}, tmp_path)
    before = on_disk(tmp_path)
    calls = count()

    def full(_descriptor: int) -> None:
        if next(calls) >= 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write({"dock1": tree("dock1", NEW)}, tmp_path)
    assert on_disk(tmp_path) == before
    assert compare({"dock1": tree("dock1", NEW)}, tmp_path)
