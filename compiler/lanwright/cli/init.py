"""`lanwright init`: a first intent to change."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from lanwright.cli.console import Console, Status
from lanwright.cli.options import DEFAULT_INTENT


def init(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write lanwright.yaml.")] = Path(),
) -> None:
    """Write a commented first intent: containers with addresses of their own on a LAN.

    Asks nothing and overwrites nothing.
    """
    console = Console.of(context)
    file = directory / DEFAULT_INTENT
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(files("lanwright.cli").joinpath("starter.yaml").read_text("utf-8"))
    except FileExistsError:
        console.complain(f"{file.as_posix()} is there already; it stays as it is")
        console.leave(Status.UNUSABLE)
    except OSError as error:
        console.complain_of(error)
        console.leave(Status.UNUSABLE)
    console.say(f"wrote {file.as_posix()}; change it, then run `lanwright check` and `lanwright plan`")
