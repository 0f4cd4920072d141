"""The only object that prints or ends a command: results to stdout, all else to stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from lanwright.cli.refusal import refusal
from lanwright.diagnostics import Severity
from lanwright.report.concealed import concealed
from lanwright.report.paint import Paint, Role, plain
from lanwright.report.text import mendable, summary, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.report.sources import Sources

_STYLES: dict[Role, dict[str, object]] = {
    Role.ERROR: {"fg": "red", "bold": True},
    Role.WARNING: {"fg": "yellow", "bold": True},
    Role.INFO: {"fg": "cyan", "bold": True},
    Role.TITLE: {"bold": True},
    Role.FRAME: {"fg": "blue"},
    Role.LABEL: {"fg": "blue"},
    Role.ADDED: {"fg": "green"},
    Role.REMOVED: {"fg": "red"},
}


class Status(IntEnum):
    """How a command ends."""

    OK = 0
    FINDINGS = 1
    UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command's words go, and how many of them."""

    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(cls, context: typer.Context, *, quiet: bool = False, verbose: bool = False) -> Console:
        """The one that the options before and behind the command's name ask for."""
        asked: Console = context.obj
        return cls(asked.quiet or quiet, asked.verbose or verbose)

    def result(self, shown: str) -> None:
        """Print what the command was asked for."""
        typer.echo(shown, nl=False, color=_is_coloured(sys.stdout))

    def say(self, line: str) -> None:
        """Tell how it goes, unless that isn't wanted."""
        if not self.quiet:
            typer.echo(line, err=True)

    def complain(self, line: str) -> None:
        """Tell what makes the command fail."""
        typer.echo(
            f"{_paint(sys.stderr)('error', Role.ERROR)}: {line}", err=True, color=_is_coloured(sys.stderr)
        )

    def complain_of(self, error: OSError) -> None:
        """Tell what the system refused, and where."""
        self.complain(refusal(error))

    def report(
        self, found: Sequence[Diagnostic], sources: Sources, *, strict: bool, mends: Callable[[str], bool]
    ) -> None:
        """Print findings and their number as the command's result, and how many `--fix` mends of the codes that it mends."""
        shown = concealed(self.worth_showing(found, strict=strict), sources)
        words = [] if self.quiet else [summary(found), mendable(found, mends)]
        tail = "".join(f"{line}\n" for line in filter(None, words))
        self.result("\n".join(filter(None, [text(shown, sources, self.paint_result()), tail])))

    def findings(self, found: Sequence[Diagnostic], sources: Sources) -> None:
        """Tell findings to stderr, with their number."""
        shown = concealed(self.worth_showing(found), sources)
        if shown:
            report = text(shown, sources, _paint(sys.stderr))
            typer.echo(report, err=True, color=_is_coloured(sys.stderr))
        if found:
            self.say(summary(found))

    def worth_showing(self, found: Iterable[Diagnostic], *, strict: bool = False) -> list[Diagnostic]:
        """Findings without infos, or with them when verbose; only those that make the command fail when quiet."""
        wanted = {Severity.ERROR}
        if strict or not self.quiet:
            wanted.add(Severity.WARNING)
        if self.verbose:
            wanted.add(Severity.INFO)
        return [item for item in found if item.severity in wanted]

    def paint_result(self) -> Paint:
        """The colours of what is printed to stdout."""
        return _paint(sys.stdout)

    def leave(self, status: Status) -> NoReturn:
        """End the command."""
        raise typer.Exit(status)


def _paint(stream: TextIO) -> Paint:
    """Colours for a terminal whose owner wants them, none for anything else."""
    return _coloured if _is_coloured(stream) else plain


def _is_coloured(stream: TextIO) -> bool:
    """Whether colours are wanted there (no-color.org: any value of NO_COLOR but none at all turns them off)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _coloured(piece: str, role: Role) -> str:
    return typer.style(piece, **_STYLES[role])  # type: ignore[arg-type] # the table's values are style's own
