"""Run one command of the lab and keep what it said."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}


@dataclass(frozen=True, slots=True)
class Output:
    """What a command left behind: its exit code and both of its streams."""

    argv: tuple[str, ...]
    rc: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        """Both streams, for messages and for tools that mix them."""
        return self.stdout + self.stderr


class CommandFailedError(Exception):
    """A command of the lab didn't end with 0; the message is the command and all that it said."""

    def __init__(self, output: Output) -> None:
        super().__init__(f"exit {output.rc}: {' '.join(output.argv)}\n{output.text}")
        self.output = output


def attempt(argv: Sequence[str], *, stdin: str | bytes = b"", timeout: float = 120) -> Output:
    """Run `argv` with the lab's own small environment and give its Output, whatever its exit code."""
    fed = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(argv, input=fed, capture_output=True, timeout=timeout, check=False, env=ENVIRONMENT)
    return Output(
        tuple(argv),
        done.returncode,
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )


def run(argv: Sequence[str], *, stdin: str | bytes = b"", timeout: float = 120) -> Output:
    """As `attempt`, but raise CommandFailedError unless it ends with 0."""
    output = attempt(argv, stdin=stdin, timeout=timeout)
    if output.rc:
        raise CommandFailedError(output)
    return output
