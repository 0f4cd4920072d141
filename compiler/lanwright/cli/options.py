"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_INTENT = Path("lanwright.yaml")

IntentPath = Annotated[
    Path,
    typer.Argument(
        metavar="INTENT",
        readable=False,  # that is told as a finding
        help="A file, or a folder of *.yaml files that make one intent.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="OUT", help="The output folder.", show_default="`out` beside the intent"
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what makes the command fail.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show infos and each file, too.")]
