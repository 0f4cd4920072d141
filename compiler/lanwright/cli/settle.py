"""The end of a build: compare with the disk or write to it, and say what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.cli.console import Console, Status
from lanwright.output import Difference, compare, write
from lanwright.report.difference_text import line, listing, unified

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from lanwright.targets.artifact import Artifact


def settle(
    trees: Mapping[str, Sequence[Artifact]],
    out: Path,
    console: Console,
    *,
    whole: bool,
    check: bool,
    diff: bool,
    force: bool,
    remark: Callable[[Difference], None],
) -> None:
    """Make the disk what the artifacts say, or with `check` only tell how it differs; ends the command if it must.

    What is to be said of a difference that is carried out, or would be, `remark` says.
    """
    try:
        difference = (
            compare(trees, out, whole=whole) if check else write(trees, out, force=force, whole=whole)
        )
    except OSError as error:
        console.complain_of(error)
        console.leave(Status.UNUSABLE)
    if check:
        console.result(listing(difference.changes, out.as_posix()))
    if diff:
        console.result(unified(difference.changes, out.as_posix(), console.paint_result()))
    if not difference.blocked(force=force):
        remark(difference)
    if check:
        _told_apart(difference, out, console)
    else:
        _told(difference, out, console, force=force)


def _told_apart(difference: Difference, out: Path, console: Console) -> None:
    number = len(difference.changes)
    if number:
        differ = "file differs" if number == 1 else "files differ"
        console.say(f"{number} {differ} in {out.as_posix()}")
        console.leave(Status.FINDINGS)
    console.say(f"{out.as_posix()} is what the intent says")


def _told(difference: Difference, out: Path, console: Console, *, force: bool) -> None:
    blocked = difference.blocked(force=force)
    for change in blocked:
        console.complain(line(change, out.as_posix()))
    if blocked:
        console.complain(f"nothing was written{_advice(difference)}")
        console.leave(Status.FINDINGS)
    for change in difference.kept(force=force):
        console.say(f"kept {line(change, out.as_posix())}")
    due = difference.due(force=force)
    if console.verbose:
        console.say(listing(due, out.as_posix()).rstrip("\n"))
    written = sum(change.new is not None for change in due)
    console.say(
        f"{out.as_posix()}: {written} {'file' if written == 1 else 'files'} written, {len(due) - written} removed"
    )


def _advice(difference: Difference) -> str:
    final = difference.blocked(force=True)
    return "" if final else "; --force overwrites what isn't Lanwright's"
