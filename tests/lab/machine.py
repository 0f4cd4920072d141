"""A machine of the lab: network, mounts and processes of its own, on a Debian of its own."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import attempt, run
from tests.lab.power import Supply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.command import Output
    from tests.lab.disks import Disks
    from tests.lab.lan import Cable

BOOT = Path(__file__).with_name("boot.sh")
NAMESPACES = ("--mount", "--net", "--uts", "--ipc", "--pid")
ANSWER = "/usr/bin/python3 -I -S /usr/local/lib/lanwright-lab/answer.py"


class Machine:
    """A router, a switch or a device: no init system, just a place where commands run."""

    def __init__(self, name: str, debian: Path, disks: Disks) -> None:
        self.name = name
        self.cables: list[Cable] = []
        self._init = ["idle"]  # what boot.sh is to become
        self._services: list[str] = []
        self._debian = debian
        self._disks = disks
        self._supply: Supply | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def number(self) -> int:
        """The number of its first process, as seen from outside."""
        assert self._supply is not None, f"{self.name} is off"
        return self._supply.number

    @property
    def netns(self) -> Path:
        """Its network namespace."""
        return Path(f"/proc/{self.number}/ns/net")

    @property
    def network_namespaces(self) -> tuple[Path, ...]:
        """All network namespaces that live in it; none while it is off."""
        return (self.netns,) if self._supply else ()

    def power_on(self) -> None:
        """Build its root, plug its cables in, and let it start."""
        disk = self._disks.top / self.name
        enter = [
            "nsenter",
            f"--mount={self._disks.namespace}",
            "unshare",
            *NAMESPACES,
            "--fork",
            "--kill-child",
        ]
        self._supply = Supply([*enter, "sh", str(BOOT), str(self._debian), str(disk), self.name, *self._init])
        for cable in self.cables:
            cable.connect()
        self._supply.say_go(self._disks.seen_from_outside(disk / "go"))

    def power_off(self) -> None:
        """Kill all that runs in it, as pulling the plug would. Its disk stays."""
        if self._supply is not None:
            self._supply.cut()
            self._supply = None

    def attempt(self, command: str, *, stdin: str | bytes = b"", timeout: float = 120) -> Output:
        """Run a shell command in it; give exit code and output, whatever they are."""
        return attempt(self._inside(["sh", "-c", command]), stdin=stdin, timeout=timeout)

    def run(self, command: str, *, stdin: str | bytes = b"", timeout: float = 120) -> str:
        """Run a shell command in it and give its standard output; raise with all output if it fails."""
        return run(self._inside(["sh", "-c", command]), stdin=stdin, timeout=timeout).stdout

    def _inside(self, argv: Sequence[str]) -> list[str]:
        return ["nsenter", f"--target={self.number}", *NAMESPACES, "--", *argv]

    def write(self, path: str, text: str, mode: str = "644") -> None:
        """Write a file in it; folders on the way are made."""
        name = shlex.quote(path)
        self.run(f"mkdir -p $(dirname {name}) && cat >{name} && chmod {mode} {name}", stdin=text)

    def read(self, path: str) -> str:
        """Give the text of a file in it."""
        return self.run(f"cat {shlex.quote(path)}")

    def copy_tree(self, source: Path, target: str) -> None:
        """Copy a folder of this checkout into it, as root's; modes are kept."""
        packed = subprocess.run(
            ["tar", "-C", str(source), "--owner=0", "--group=0", "-c", "."], capture_output=True, check=True
        ).stdout
        name = shlex.quote(target)
        self.run(f"mkdir -p {name} && tar -C {name} -x", stdin=packed)

    def listen(self, name: str, *listens: str) -> None:
        """Answer on `[ADDRESS:]PORT[/udp]` in its own network, as `name`; again after a reboot."""
        command = f"{ANSWER} --background {shlex.join([name, *listens])}"
        self.run(command)
        self._services.append(command)
