"""The command line in this process: its exit status, and what it printed where."""

from __future__ import annotations

from typing import NamedTuple

from typer.testing import CliRunner

from lanwright.cli.app import app


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Ran:
    """Run `lanwright`; a fault of its own is raised, not hidden behind a status."""
    result = CliRunner().invoke(app, list(arguments), prog_name="lanwright", catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def replaced(text: str, old: str, new: str) -> str:
    """The text with one thing changed; that it is there is part of the test."""
    assert old in text
    return text.replace(old, new, 1)
