"""A compose project on a host: a base file whose services only answer, and the fragments laid over it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from tests.lab import image
from tests.lab.container import Container

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.lab.host import Host


class Project:
    """`services` are names with what each listens on: {"web": ["80", "1194/udp"]}."""

    def __init__(self, host: Host, name: str, services: Mapping[str, Sequence[str]]) -> None:
        self.host, self.name = host, name
        self.services = dict(services)
        self.folder = f"/root/compose/{name}"
        self._files = [f"{self.folder}/compose.yaml"]
        host.write(self._files[0], _base(self.services))

    def up(self, *fragments: str) -> None:
        """Start it, with `fragments` (paths on the host) merged over the base file; wait until all answer."""
        self._files[1:] = fragments
        self.compose("up", "--detach", "--quiet-pull")
        for service in self.services:
            self.wait_for(service)

    def down(self) -> None:
        """Stop it and remove its containers and its own networks."""
        self.compose("down")

    def compose(self, *words: str) -> str:
        """Run `docker compose -f compose.yaml -f FRAGMENT ... WORDS` and give its standard output."""
        files = [word for file in self._files for word in ("--file", file)]
        return self.host.run(shlex.join(["docker", "compose", "--project-name", self.name, *files, *words]))

    def container(self, service: str, number: int = 1) -> Container:
        """Give the running container of a service; replicas count from 1."""
        return Container(self.host, f"{self.name}-{service}-{number}")

    def wait_for(self, service: str) -> None:
        """Wait until a service answers, asked from inside its own network, on all that it listens on."""
        self.container(service).wait_until_it_answers()


def _base(services: Mapping[str, Sequence[str]]) -> str:
    """Write the base file. JSON is YAML."""
    described = {
        name: {
            "image": image.NAME,
            "pull_policy": "never",
            "restart": "unless-stopped",
            "command": [name, *listens],
        }
        for name, listens in services.items()
    }
    return json.dumps({"services": described}, indent=2)
