"""A host for lanwright-docker-networks: a fake Docker in PATH, and a shell."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lanwright.targets import docker_networks
from tests.targets import fake_docker
from tests.targets.hosts import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lanwright.plan import HostPlan

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}


@dataclass(frozen=True, slots=True)
class Said:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


class DockerHost:
    """A folder with the script and the fakes."""

    def __init__(self, folder: Path, host: HostPlan, shell: str) -> None:
        self._shell = SHELLS[shell]
        self._state = folder / "docker.json"
        self._commands = folder / "commands"
        self._commands.mkdir(parents=True)
        self.change(networks={}, containers={}, calls=[])
        self._command(
            "docker", f'FAKE_DOCKER={self._state} exec {sys.executable} -I -S {fake_docker.__file__} "$@"'
        )
        self._command("sleep", ":")
        # A container's links are the lines of a file that goes by its name.
        self.links = folder / "links"
        self.links.mkdir()
        self._command("nsenter", f'in=${{1#--net=/proc/}} && shift && IN={self.links}/${{in%%/*}} exec "$@"')
        self._command("ip", f'case "$*" in *master*) cat {self.links}/ports ;; *) cat "$IN" ;; esac')
        self._folder = folder
        self.become(host)

    def become(self, host: HostPlan) -> None:
        """Put another plan's script in place."""
        (script,) = docker_networks.emit(host).artifacts
        self._script = put(script, self._folder)

    def run(self, *words: str) -> Said:
        """Run the script."""
        path = f"{self._commands}:/usr/bin:/bin"
        done = subprocess.run(
            [*self._shell, str(self._script), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={"PATH": path},
        )
        assert done.returncode != 99, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    @property
    def state(self) -> dict[str, Any]:
        """What the fake Docker has."""
        state: dict[str, Any] = json.loads(self._state.read_text())
        return state

    def change(self, **parts: Any) -> None:
        """Put something else into the fake Docker."""
        before = json.loads(self._state.read_text()) if self._state.exists() else {}
        self._state.write_text(json.dumps({**before, **parts}))

    def calls(self, *begin: str) -> list[list[str]]:
        """The recorded calls that begin with these words."""
        return [call for call in self.state["calls"] if call[: len(begin)] == list(begin)]

    def _command(self, name: str, body: str) -> None:
        file = self._commands / name
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)


def words_after(call: Sequence[str], flag: str) -> list[str]:
    """The values that a flag is given in a recorded call, in order."""
    return [value for word, value in pairwise(call) if word == flag]
