"""One TCP connection that is used all the time, as a person's SSH session is: does it live through a change?"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.lab.probe import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.lab import Lab, Place
    from tests.lab.machine import Machine

ECHO = """\
import socket, threading
def echo(connection):
    while (said := connection.recv(64)):
        connection.sendall(said)
listener = socket.create_server(("::", {port}), family=socket.AF_INET6, dualstack_ipv6=True)
while True:
    threading.Thread(target=echo, args=listener.accept()[:1], daemon=True).start()
"""
EVERY = 0.02
PATIENCE = 60.0
"""Seconds that a session waits for an answer: a neighbour may go on sending to a MAC address that is gone for 45."""


@dataclass
class Session:
    """A connection that asks and is answered, again and again, until it is told to end; `answers` counts."""

    connection: socket.socket
    answers: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def is_alive(self, within: float = PATIENCE) -> bool:
        """Whether it is answered once more within so many seconds."""
        before, deadline = self.answers, time.monotonic() + within
        while self.answers < before + 2 and time.monotonic() < deadline:
            time.sleep(EVERY)
        return self.answers >= before + 2

    def speak(self) -> None:
        """Ask every now and then; a connection that is cut off just isn't answered any more."""
        while not self._ended.is_set():
            try:
                self.connection.sendall(b"?")
                if not self.connection.recv(1):
                    return
            except OSError:
                return
            self.answers += 1
            time.sleep(EVERY)

    def end(self) -> None:
        """Hang up."""
        self._ended.set()
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def serve_sessions(machine: Machine, port: int) -> None:
    """Let a machine give back what it is told, on as many connections as come."""
    machine.write("/run/echo.py", ECHO.format(port=port))
    machine.run("setsid python3 -I -S /run/echo.py </dev/null >/dev/null 2>&1 &")
    machine.run(f"until ss -Hltn 'sport = :{port}' | grep -q .; do sleep 0.05; done")


@contextmanager
def session(lab: Lab, start: Place, address: str, port: int) -> Iterator[Session]:
    """Have a session open from a place, begun with every neighbour forgotten."""
    lab.forget_neighbours()
    with connected(start.netns, address, port) as connection:
        connection.settimeout(PATIENCE)
        one = Session(connection)
        speaker = threading.Thread(target=one.speak, daemon=True)
        speaker.start()
        assert one.is_alive(), "the session wasn't even answered at its beginning"
        try:
            yield one
        finally:
            one.end()
            speaker.join(PATIENCE)
