"""The lab's storage: one tmpfs in a mount namespace of its own, so that nothing stays on a real disk.

That namespace also has /proc and nothing else mounted into the Debian root, for
tools that run there with the outer machine's process numbers.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.lab.chroot import cache
from tests.lab.power import Supply

PREPARE = """\
mount -t tmpfs -o mode=755 lanwright-lab "$1"
mkdir "$1/cgroup"
mount -t cgroup2 cgroup2 "$1/cgroup"
mount --rbind /proc "$2/proc"
read -r number _ </proc/self/stat
echo "$number"
exec sleep infinity >/dev/null 2>&1
"""

_numbers = count(1)


class Disks:
    """A tmpfs with a folder for each machine, and a view of the cgroup2 tree at `cgroup`."""

    def __init__(self, debian: Path) -> None:
        self.top = cache() / "mnt"
        self.top.mkdir(parents=True, exist_ok=True)
        self._supply = Supply(["unshare", "--mount", "sh", "-euc", PREPARE, "sh", str(self.top), str(debian)])
        self._sweep_the_dead()

    @property
    def namespace(self) -> str:
        """The mount namespace that machines must be started from."""
        return f"/proc/{self._supply.number}/ns/mnt"

    def seen_from_outside(self, inside: Path) -> Path:
        """Give the name by which the test process reaches a path on the disks."""
        return Path(f"/proc/{self._supply.number}/root{inside}")

    def new_cgroup(self) -> Path:
        """Name a cgroup for one machine; the name says whose test it belongs to."""
        return self.top / "cgroup" / f"lanwright-lab.{os.getpid()}.{next(_numbers)}"

    def remove_cgroup(self, cgroup: Path) -> None:
        """Remove a cgroup whose processes are dead or dying, with all below it."""
        top = self.seen_from_outside(cgroup)
        deadline = time.monotonic() + 30
        while top.exists() and time.monotonic() < deadline:
            for folder, _, _ in os.walk(top, topdown=False):
                with suppress(OSError):
                    Path(folder).rmdir()
            time.sleep(0.01)

    def _sweep_the_dead(self) -> None:
        """Remove the empty cgroups of tests that were killed."""
        for left in self.seen_from_outside(self.top / "cgroup").glob("lanwright-lab.*"):
            if not Path("/proc", left.name.split(".")[1]).exists():
                self.remove_cgroup(self.top / "cgroup" / left.name)

    def close(self) -> None:
        """Let the tmpfs go."""
        self._supply.cut()
