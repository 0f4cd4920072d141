"""A host for lanwright-links: a shell, and a PATH with a fake `ip` and no real one."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lanwright.plan import Maker
from lanwright.targets import links
from tests.targets import fake_ip
from tests.targets.hosts import put

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}


@dataclass(frozen=True, slots=True)
class Said:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


class LinksHost:
    """A folder with the script and the fake; the host's own links and addresses are there, as its plan has them."""

    def __init__(self, folder: Path, host: HostPlan, shell: str) -> None:
        self._shell = SHELLS[shell]
        self._state = folder / "ip.json"
        self._commands = folder / "commands"
        self._commands.mkdir()
        (script,) = links.emit(host).artifacts
        self._script = put(script, folder)
        self._command("ip", f'FAKE_IP={self._state} exec {sys.executable} -I -S {fake_ip.__file__} "$@"')
        for tool in ("cat", "grep", "sleep", "tr"):
            (self._commands / tool).symlink_to(shutil.which(tool) or "")
        self.become(own_state(host))

    def run(self, *words: str) -> Said:
        """Run the script."""
        done = subprocess.run(
            [shutil.which(self._shell[0]) or "", *self._shell[1:], str(self._script), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={"PATH": str(self._commands)},
        )
        assert "fake ip:" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    @property
    def state(self) -> dict[str, Any]:
        """The links, addresses and routes that the host has."""
        state: dict[str, Any] = json.loads(self._state.read_text())
        return {key: value for key, value in state.items() if key != "calls"}

    @property
    def changes(self) -> list[list[str]]:
        """The calls that changed something, since the state was last given."""
        calls: list[list[str]] = json.loads(self._state.read_text())["calls"]
        return [call for call in calls if not {"show", "-V"} & set(call)]

    def become(self, state: dict[str, Any]) -> None:
        """Give the host this state, with no call noted."""
        self._state.write_text(json.dumps({**copy.deepcopy(state), "calls": []}))

    def use_another_ip(self) -> None:
        """Have no `ip` but busybox's."""
        self._command("ip", 'echo "BusyBox v1.35.0 (Debian 1:1.35.0-4+b7) multi-call binary." >&2; exit 1')

    def _command(self, name: str, body: str) -> None:
        file = self._commands / name
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)


def own_state(host: HostPlan) -> dict[str, Any]:
    """What a host has before us."""
    return {
        "links": {name: {"up": True} for name, link in host.links.items() if link.maker is Maker.HOST},
        "addresses": [[item.link, str(item.address)] for item in host.addresses if item.maker is Maker.HOST],
        "routes": [],
    }
