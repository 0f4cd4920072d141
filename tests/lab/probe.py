"""Ask a service who it is, from any network namespace, and say how it failed if it did."""

from __future__ import annotations

import ctypes
import enum
import errno
import os
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 1.5  # seconds: the kernel sends a lost SYN again after one
CLONE_NEWNET = 0x40000000
UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH}

_libc = ctypes.CDLL(None, use_errno=True)


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
    """Ask `address` from the network namespace `netns`."""
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
    with _inside(netns):
        return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)


@contextmanager
def _inside(netns: Path) -> Iterator[None]:
    """Be in a network namespace for a moment; only the calling thread goes there."""
    with netns.open() as there, Path("/proc/thread-self/ns/net").open() as here:
        _enter(there.fileno())
        try:
            yield
        finally:
            _enter(here.fileno())


def _enter(netns: int) -> None:
    if _libc.setns(netns, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
