"""`lanwright build`: the files that each host needs."""

from typing import TYPE_CHECKING, Annotated

import typer

from lanwright.cli.console import Console, Status
from lanwright.cli.options import DEFAULT_INTENT, IntentPath, Out, Quiet, Verbose

if TYPE_CHECKING:
    from lanwright.output import Difference


def build(
    context: typer.Context,
    intent: IntentPath = DEFAULT_INTENT,
    *,
    out: Out = None,
    host: Annotated[str | None, typer.Option(metavar="HOST", help="Only this host's tree.")] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TARGET",
            help="Only this target's files; the tree's manifest and install script stay as they are, "
            "so that `install` takes the tree only after a whole build.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when OUT differs.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changes, as unified diffs.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that Lanwright didn't write.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compile the intent into OUT/HOST/..., unless there are errors.

    Where OUT holds an earlier build, what changed of Docker's network settings is told: it waits for a restart.
    A file that a person changed is never overwritten without --force. Exits with 1 when there are errors, when such a
    file is in the way, or when --check finds a difference; with 2 when something can't be read or written.
    """
    from lanwright import pipeline
    from lanwright.cli.daemons_before import daemons_before
    from lanwright.cli.intent_files import IntentFiles
    from lanwright.cli.settle import settle
    from lanwright.cli.touching import touching
    from lanwright.cli.trees import check_names, trees
    from lanwright.cli.understood import status_of, understood
    from lanwright.diagnostics import told_once

    console = Console.of(context, quiet=quiet, verbose=verbose)
    files = IntentFiles(intent, out)
    site, plan = understood(files, console)
    check_names(plan, host=host, target=target)
    told, silenced = pipeline.judged(site, plan)
    found = told_once(touching(told, host))
    console.findings(found, files.sources)
    if status_of(found) is not Status.OK:
        console.complain("nothing was written: an intent with errors isn't compiled")
        console.leave(Status.FINDINGS)
    everything = (
        *told,
        *(item for item, _ in silenced),
    )  # a README lists what is left to do, silenced or not
    made = trees(plan, told_once(touching(everything, host)), host=host, target=target)
    whole = host is None and target is None

    def remark(difference: "Difference") -> None:
        changed = pipeline.changed(site, plan, daemons_before(plan, difference))
        console.findings(told_once(changed), files.sources)

    settle(made, files.out, console, whole=whole, check=check, diff=diff, force=force, remark=remark)
