"""`lanwright schema`: the JSON Schemas of the intent and of what commands print."""

from enum import StrEnum
from typing import Annotated

import typer

from lanwright.cli.console import Console


class Name(StrEnum):
    """What there is a schema of."""

    INTENT = "intent"
    DIAGNOSTICS = "diagnostics"
    PLAN = "plan"
    TRACE = "trace"
    MANIFEST = "manifest"
    ADVISE = "advise"


def schema(
    context: typer.Context,
    name: Annotated[Name, typer.Argument(help="What the schema is of.")] = Name.INTENT,
) -> None:
    """Print a JSON Schema, for editors and other tools."""
    from lanwright.resources import folder

    console = Console.of(context)
    console.result((folder("schemas") / f"{name}.schema.json").read_text("utf-8"))
