"""`lanwright trace`: one packet's way and its reply's, or everybody's to everybody."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lanwright.cli.console import Console, Status
from lanwright.cli.options import DEFAULT_INTENT, Quiet, Verbose

if TYPE_CHECKING:
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.plan.port import Port
    from lanwright.trace import Trace
    from lanwright.world import World


class Format(StrEnum):
    """How traces are shown; `markdown` is for `--all`."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def trace(
    context: typer.Context,
    from_: Annotated[
        str | None, typer.Argument(metavar="FROM", help="Who asks: a name, an address, or internet.")
    ] = None,
    to: Annotated[str | None, typer.Argument(metavar="TO", help="Who is asked, in the same words.")] = None,
    *,
    port: Annotated[
        str | None, typer.Option("--port", "-p", metavar="PORT", help="80, 80/tcp or 53/udp; else a ping.")
    ] = None,
    intent: Annotated[
        Path, typer.Option("--intent", "-i", metavar="INTENT", readable=False, help="A file or a folder.")
    ] = DEFAULT_INTENT,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody to everybody; with FROM, from there alone.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How it is shown.")] = Format.TEXT,  # noqa: A002 - the option's name
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Follow a packet, and its reply, through the site that the intent describes; nothing is touched.

    Exits with 0 when the reply gets back, 1 when something is lost or isn't modelled, 2 when the intent can't be read.
    """
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.cli.understood import understood
    from lanwright.expect import remedies
    from lanwright.world import realise

    console = Console.of(context, quiet=quiet, verbose=verbose)
    files = IntentFiles(intent)
    site, plan = understood(files, console)
    world = realise(plan)
    if everybody:
        _show_all(console, files, world, from_, format)
        return
    if from_ is None or to is None:
        raise typer.BadParameter("who asks, and who is asked? FROM and TO, or --all", param_hint="FROM TO")
    found = _traced(world, from_, to, _port(port))
    _show_one(console, files, found, remedies(site, world, found), format)
    console.leave(Status.OK if found.verdict == "delivered" else Status.FINDINGS)


def _show_all(
    console: Console, files: "IntentFiles", world: "World", asking: str | None, form: Format
) -> None:
    from lanwright.report.trace_json import matrix_json
    from lanwright.report.trace_text import matrix_markdown, matrix_text
    from lanwright.trace import matrix
    from lanwright.trace.meaning import UnknownEndError, place_of

    try:
        cells = list(matrix(world, place_of(world, asking).full if asking else None))
    except UnknownEndError as unknown:
        raise typer.BadParameter(str(unknown), param_hint="FROM") from None
    match form:
        case Format.JSON:
            console.result(matrix_json(cells, files.sources))
        case Format.MARKDOWN:
            console.result(matrix_markdown(cells))
        case Format.TEXT:
            console.result(matrix_text(cells, console.paint_result()))


def _show_one(console: Console, files: "IntentFiles", found: "Trace", fixes: list[str], form: Format) -> None:
    from lanwright.report.trace_json import trace_json
    from lanwright.report.trace_text import trace_text

    if form is Format.JSON:
        console.result(trace_json(found, files.sources, fixes))
    else:
        console.result(trace_text(found, files.sources, fixes, console.paint_result()))


def _traced(world: "World", source: str, to: str, port: "Port | None") -> "Trace":
    """The nearest address of who is asked."""
    from lanwright.trace import trace as followed
    from lanwright.trace.meaning import UnknownEndError, asked, askers, flows, nearest

    try:
        asking = askers(world, source)
        ends = nearest(world, asking[0], asked(world, to)) if asking else []
    except UnknownEndError as unknown:
        raise typer.BadParameter(str(unknown), param_hint="FROM TO") from None
    if len(asking) != 1 or len({name for name, _ in ends}) != 1:
        said = "one asks one: name a machine or an address" if ends else f"no address of {to} is known"
        raise typer.BadParameter(said, param_hint="FROM TO")
    name, address = ends[0]
    return followed(world, flows(world, asking[0], name, address, [port] if port else None)[0])


def _port(text: str | None) -> "Port | None":
    from lanwright.plan.port import Port

    if text is None:
        return None
    number, _, protocol = text.partition("/")
    if not number.isdecimal() or not 0 < int(number) < 65536 or protocol not in ("", "tcp", "udp"):
        raise typer.BadParameter(f"{text} is no port: write 80, 80/tcp or 53/udp", param_hint="--port")
    return Port(int(number), int(number), protocol or "tcp")
