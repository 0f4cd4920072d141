"""A running container: a place to probe from."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.lab.host import Host


class Container:
    """A container of a host, by name or id."""

    def __init__(self, host: Host, name: str) -> None:
        self.host, self.name = host, name

    def __repr__(self) -> str:
        return f"<Container {self.name} on {self.host.name}>"

    @property
    def netns(self) -> Path:
        """Its network namespace now: a restarted container has another."""
        facts = self.inspect()
        shared_with = facts["HostConfig"]["NetworkMode"].partition("container:")[2]
        if shared_with:
            return Container(self.host, shared_with).netns
        key = facts["NetworkSettings"]["SandboxKey"]
        assert key, f"{self.name} isn't running"
        # /var/run is a link to /run, and from outside it would be followed to the outer machine's.
        return Path(f"/proc/{self.host.number}/root/run/docker/netns/{Path(key).name}")

    def inspect(self) -> dict[str, Any]:
        """Give what `docker inspect` knows of it."""
        facts: list[dict[str, Any]] = json.loads(self.host.run(f"docker inspect {shlex.quote(self.name)}"))
        return facts[0]

    def run(self, command: str) -> str:
        """Run a shell command in it (busybox's shell) and give its standard output."""
        return self.host.run(f"docker exec {shlex.quote(self.name)} sh -c {shlex.quote(command)}")
