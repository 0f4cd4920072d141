"""`lanwright check`: every finding at once."""

from enum import StrEnum
from typing import Annotated

import typer

from lanwright.cli.console import Console
from lanwright.cli.options import DEFAULT_INTENT, IntentPath, Quiet, Verbose


class Format(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"


def check(
    context: typer.Context,
    intent: IntentPath = DEFAULT_INTENT,
    *,
    format: Annotated[Format, typer.Option("--format", help="How findings are shown.")] = Format.TEXT,  # noqa: A002 - the option's name
    select: Annotated[
        list[str], typer.Option(metavar="CODES", help="Only these codes or families (LW2,LW301).")
    ] = [],  # noqa: B006 - typer copies it
    ignore: Annotated[list[str], typer.Option(metavar="CODES", help="All but these codes or families.")] = [],  # noqa: B006 - typer copies it
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what can't work, and why.

    Exits with 0 when there are no errors, 1 when there are, 2 when the intent can't be read.
    """
    from lanwright import pipeline
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.cli.selection import selection
    from lanwright.cli.understood import status_of, understand
    from lanwright.diagnostics import Refused, told_once

    console = Console.of(context, quiet=quiet, verbose=verbose)
    wanted = selection(select, ignore)
    files = IntentFiles(intent)
    try:
        found = told_once(pipeline.judge(*understand(files), wanted))
    except Refused as refused:
        found = refused.diagnostics
    if format is Format.JSON:
        from lanwright.report.findings_json import findings_json

        console.result(findings_json(found, files.sources))
    else:
        console.report(found, files.sources, strict=strict)
    console.leave(status_of(found, strict=strict))
