"""`check --fix`: what the rounds make of the intent's files, written or shown, and told on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.cli.console import Console, Status
from lanwright.cli.fixed import fixed
from lanwright.diagnostics import Refused
from lanwright.output import rewrite
from lanwright.report.difference_text import between
from lanwright.report.edits_text import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from lanwright.cli.fixed import Fixed
    from lanwright.cli.intent_files import IntentFiles


def fixing(files: IntentFiles, asked: Callable[[str], bool], console: Console, *, diff: bool) -> None:
    """Carry out the safe edits; with `diff` show them and end the command. What can't be read the check itself tells."""
    if files.is_stream:
        console.complain("nothing was fixed: what isn't a regular file can't be written anew")
        console.leave(Status.UNUSABLE)
    try:
        texts = dict(files.read())
    except Refused:
        return
    outcome = fixed(files, texts, asked)
    changed = {
        name: (text, outcome.texts[name]) for name, text in texts.items() if outcome.texts[name] != text
    }
    if diff:
        for name, both in changed.items():
            shown, paint = files.sources.shown(name), console.paint_result()
            console.result(between(*both, shown, paint, files.sources.conceal))
    elif changed:
        _write(files, changed, console)
    _tell(outcome, files, console, diff=diff, number=len(changed))
    if diff:
        console.leave(Status.FINDINGS if changed else Status.OK)


def _write(files: IntentFiles, changed: dict[str, tuple[str, str]], console: Console) -> None:
    try:
        rewrite({files.path(name): both for name, both in changed.items()})
    except OSError as error:
        console.complain_of(error)
        console.complain("nothing was fixed")
        console.leave(Status.UNUSABLE)


def _tell(outcome: Fixed, files: IntentFiles, console: Console, *, diff: bool, number: int) -> None:
    for item in outcome.findings:
        console.say(f"{'would fix' if diff else 'fixed'} {told(item, files.sources)}")
    count = len(outcome.findings)
    in_files = f"in {number} {'file' if number == 1 else 'files'}"
    would = "would be fixed" if diff else "fixed"
    console.say(f"{count} {'finding' if count == 1 else 'findings'} {would}{f' {in_files}' if count else ''}")
