"""Docker's own API, asked by its socket from outside: a client would take longer to start than Docker to answer."""

from __future__ import annotations

import http.client
import json
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120  # seconds; a Docker that starts just now answers when it has


class DockerRefusedError(Exception):
    """Docker's answer wasn't 200; the message is what it said."""


class _Connection(http.client.HTTPConnection):
    """HTTP by a socket that has a path."""

    def __init__(self, path: Path) -> None:
        super().__init__("docker", timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        """Connect to the path; it may lie in another machine's root."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def asked(path: Path, question: str) -> Any:
    """Give what the Docker behind the socket at `path` answers to a GET."""
    connection = _Connection(path)
    try:
        connection.request("GET", question)
        answer = connection.getresponse()
        said = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise DockerRefusedError(f"{question}: {said}")
    return said
