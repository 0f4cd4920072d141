"""Processes that live exactly as long as their test: the lab's power supply."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

POWER = Path(__file__).with_name("power.sh")


class PowerError(Exception):
    """A machine didn't come up, or didn't go down; the message holds what it said."""


class Supply:
    """A running command that has said its process number, and dies when this object, or the test, does."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            ["sh", str(POWER), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            text=True,
        )
        self.number = self._first_word()
        self._alive = os.pidfd_open(self.number)

    def _first_word(self) -> int:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        if said.isdigit():
            return int(said)
        _, complaint = self._process.communicate()
        raise PowerError(f"no process number, but {said!r}\n{complaint}")

    def say_go(self, fifo: Path, patience: float = 60) -> None:
        """Write a line to the fifo that the command reads, and wait until it says that it is up; raise if it doesn't."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            # Without a reader such an open fails at once, where a plain one would wait for ever.
            with suppress(OSError):
                writer = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
                os.write(writer, b"\n")
                os.close(writer)
                return self._await_up(deadline - time.monotonic())
            time.sleep(0.002)
        raise PowerError(f"process {self.number} doesn't read {fifo}")

    def _await_up(self, patience: float) -> None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], max(patience, 1))
        if not ready or self._process.stdout.readline().strip() != "up":
            raise PowerError(f"process {self.number} doesn't come up")

    def cut(self, patience: float = 60) -> None:
        """Kill the command with all that it started, and wait until all of it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        gone, _, _ = select.select([self._alive], [], [], patience)
        os.close(self._alive)
        self._process.communicate()
        if not gone:
            raise PowerError(f"process {self.number} is still there after {patience} s")
