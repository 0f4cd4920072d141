"""`lanwright check`: every finding at once."""

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from lanwright.cli.console import Console
from lanwright.cli.options import DEFAULT_INTENT, IntentPath, Quiet, Verbose

if TYPE_CHECKING:
    from lanwright.report.checked import Checked
    from lanwright.report.sources import Sources


class Format(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


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
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the intent's files what needs no person to choose.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="With --fix: show what it would change, and write nothing.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what can't work, and why; with --fix mend what is safe to mend first.

    A comment `# lanwright: ignore[CODE] reason` silences warnings of its line, or of the next one.
    Exits with 0 when there are no errors, 1 when there are, 2 when the intent can't be read, or a file not be fixed;
    --fix --diff with 1 when there is something to fix.
    """
    from lanwright.cli.checked import checked
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.cli.selection import selection
    from lanwright.cli.understood import status_of

    console = Console.of(context, quiet=quiet, verbose=verbose)
    files = IntentFiles(intent)
    asked = selection(select, ignore)
    if diff and not fix:
        raise typer.BadParameter("it goes with --fix", param_hint="--diff")
    if fix:
        from lanwright.cli.fixing import fixing

        fixing(files, asked, console, diff=diff)
    outcome = checked(files, asked, strict=strict)
    if format is Format.TEXT:
        done = fix or files.is_stream  # what --fix has left it doesn't mend
        console.report(
            outcome.found, files.sources, strict=strict, mends=lambda code: not done and asked(code)
        )
    else:
        console.result(_shown(format, outcome, files.sources, console))
    console.leave(status_of(outcome.found, strict=strict))


def _shown(form: Format, outcome: "Checked", sources: "Sources", console: Console) -> str:
    """The report in a form for machines; JSON has the infos, too, whoever asks."""
    from lanwright.report.concealed import concealed

    silenced = [(concealed([item], sources)[0], reason) for item, reason in outcome.silenced]
    outcome = replace(outcome, found=concealed(outcome.found, sources), silenced=silenced)
    told = [item for item in outcome.found if console.verbose or item.severity != "info"]
    match form:
        case Format.SARIF:
            from lanwright.report.findings_sarif import findings_sarif

            return findings_sarif(told, sources)
        case Format.GITHUB:
            from lanwright.report.findings_github import findings_github

            return findings_github(console.worth_showing(told, strict=outcome.strict), sources)
        case Format.JUNIT:
            from lanwright.report.findings_junit import findings_junit

            return findings_junit(replace(outcome, found=told), sources)
        case _:
            from lanwright.report.findings_json import findings_json

            return findings_json(outcome.found, sources)
