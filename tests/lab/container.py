"""A running container: a place to probe from."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.lab.probe import Answer, probe

if TYPE_CHECKING:
    from tests.lab.host import Host

PATIENCE = 60  # seconds; a busy machine starts Python in one or two
SERVICE = "/usr/local/lib/lanwright-lab/answer.py"


class Container:
    """A container of a host, by name or id."""

    def __init__(self, host: Host, name: str) -> None:
        self.host, self.name = host, name

    def __repr__(self) -> str:
        return f"<Container {self.name} on {self.host.name}>"

    @property
    def netns(self) -> Path:
        """Its network namespace now: a restarted container has another."""
        return self._netns(self.inspect())

    def _netns(self, facts: dict[str, Any]) -> Path:
        shared_with = facts["HostConfig"]["NetworkMode"].partition("container:")[2]
        if shared_with:
            return Container(self.host, shared_with).netns
        key = facts["NetworkSettings"]["SandboxKey"]
        assert key, f"{self.name} isn't running"
        # /var/run is a link to /run, and from outside it would be followed to the outer machine's.
        return Path(f"/proc/{self.host.number}/root/run/docker/netns/{Path(key).name}")

    def wait_until_it_answers(self) -> None:
        """Ask it, from inside its own network, until it answers on all that it was told to listen on."""
        facts = self.inspect()
        netns, deadline = self._netns(facts), time.monotonic() + PATIENCE
        for address, port, protocol in _listens(facts["Args"]):
            while not isinstance(probe(netns, address, port, protocol), Answer):
                if time.monotonic() > deadline:
                    raise AssertionError(
                        f"{self.name} is silent\n{self.host.run(f'docker logs {self.name}')}"
                    )
                time.sleep(0.02)

    def inspect(self) -> dict[str, Any]:
        """Give what `docker inspect` knows of it."""
        facts: dict[str, Any] = self.host.ask_docker(f"/containers/{quote(self.name)}/json")
        return facts

    def run(self, command: str) -> str:
        """Run a shell command in it (busybox's shell) and give its standard output."""
        return self.host.run(f"docker exec {shlex.quote(self.name)} sh -c {shlex.quote(command)}")


def _listens(arguments: list[str]) -> list[tuple[str, int, str]]:
    """Where the answering service can be asked from inside; nowhere for a container that runs something else."""
    own = arguments[arguments.index(SERVICE) + 2 :] if SERVICE in arguments else []
    listens = []
    for listen in own:
        where, _, protocol = listen.partition("/")
        address, _, port = where.rpartition(":")
        asked = "127.0.0.1" if address in {"", "0.0.0.0"} else address.strip("[]")
        listens.append((asked, int(port), protocol or "tcp"))
    return listens
