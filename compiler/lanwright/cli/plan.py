"""`lanwright plan`: what each host will have, the addresses of each LAN, and what to do elsewhere."""

from enum import StrEnum
from typing import Annotated

import typer

from lanwright.cli.console import Console
from lanwright.cli.options import DEFAULT_INTENT, IntentPath, Quiet, Verbose


class Format(StrEnum):
    """How a plan is shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def plan(
    context: typer.Context,
    intent: IntentPath = DEFAULT_INTENT,
    *,
    format: Annotated[Format, typer.Option("--format", help="How the plan is shown.")] = Format.TEXT,  # noqa: A002 - the option's name
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what each host will have, the addresses of each LAN, and what to do by hand elsewhere.

    Stopped only by what leaves no plan; `lanwright check` says what else is wrong.
    """
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.cli.understood import understood
    from lanwright.report.plan_json import plan_json
    from lanwright.report.plan_sheet import plan_sheet
    from lanwright.report.sheet import as_markdown, as_text

    console = Console.of(context, quiet=quiet, verbose=verbose)
    files = IntentFiles(intent)
    _, made = understood(files, console)
    match format:
        case Format.JSON:
            console.result(plan_json(made, files.sources))
        case Format.MARKDOWN:
            console.result(as_markdown(plan_sheet(made)))
        case Format.TEXT:
            console.result(as_text(plan_sheet(made), console.paint_result()))
