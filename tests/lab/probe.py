"""Ask a service who it is, from any network namespace, and say how it failed if it did."""

from __future__ import annotations

import enum
import errno
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lab.namespace import inside

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 1.5  # seconds: the kernel sends a lost SYN again after one
UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH}


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's own words: who it is, and which source address it saw."""

    name: str
    seen_as: str


class Lost(enum.Enum):
    """Why there was no answer."""

    REFUSED = "refused"  # something is there, and nothing listens
    TIMEOUT = "timeout"  # nobody said anything
    UNREACHABLE = "unreachable"  # no route, or a router said so
    CLOSED = "closed"  # accepted, then closed without a word: a proxy whose service is away


def probe(netns: Path, address: str, port: int, protocol: str = "tcp") -> Answer | Lost:
    """Ask `address` from the network namespace `netns`; where nobody answers, once more, since a packet may get lost.

    It does while a neighbour is still looked up, or a bridge learns where somebody has gone. Of two silences the first
    counts: by the second one the kernel may have given its neighbour up.
    """
    once = _asked(netns, address, port, protocol)
    if once is Lost.TIMEOUT and isinstance(again := _asked(netns, address, port, protocol), Answer):
        return again
    return once


def _asked(netns: Path, address: str, port: int, protocol: str) -> Answer | Lost:
    kind = socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM
    with _socket_in(netns, address, kind) as asker:
        asker.settimeout(PATIENCE)
        try:
            asker.connect((address, port))
            if protocol == "udp":
                asker.send(b"who?")
            said = asker.recv(512).decode()
        except TimeoutError:
            return Lost.TIMEOUT
        except ConnectionRefusedError:
            return Lost.REFUSED
        except ConnectionResetError:
            return Lost.CLOSED
        except OSError as problem:
            if problem.errno not in UNREACHABLE:
                raise
            return Lost.UNREACHABLE
    return _understood(said)


def _understood(said: str) -> Answer | Lost:
    name, _, seen_as = said.strip().partition(" saw ")
    return Answer(name, seen_as) if seen_as else Lost.CLOSED


def connected(netns: Path, address: str, port: int) -> socket.socket:
    """Open a TCP connection from another network namespace."""
    connection = _socket_in(netns, address, socket.SOCK_STREAM)
    connection.settimeout(PATIENCE)
    try:
        connection.connect((address, port))
    except OSError:
        connection.close()
        raise
    return connection


def _socket_in(netns: Path, address: str, kind: socket.SocketKind) -> socket.socket:
    """Open a socket that belongs to another network namespace for all its life."""
    with inside(netns):
        return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
