"""The application: its commands and the options that stand before them."""

from typing import Annotated

import typer

from lanwright import __version__
from lanwright.cli.advise import advise
from lanwright.cli.build import build
from lanwright.cli.check import check
from lanwright.cli.console import Console
from lanwright.cli.explain import explain
from lanwright.cli.init import init
from lanwright.cli.plan import plan
from lanwright.cli.schema import schema
from lanwright.cli.trace import trace

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (init, check, build, plan, trace, advise, explain, schema):
    app.command()(command)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        typer.echo(f"lanwright {__version__}")
        raise typer.Exit


@app.callback()
def lanwright(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version and exit.")
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", envvar="LANWRIGHT_QUIET", help="Say only what makes a command fail."),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", envvar="LANWRIGHT_VERBOSE", help="Show infos and each file, too."),
    ] = False,
) -> None:
    """Compile one reviewed intent into the static files that put Docker containers on a real LAN."""
    del version
    context.obj = Console(quiet=quiet, verbose=verbose)
