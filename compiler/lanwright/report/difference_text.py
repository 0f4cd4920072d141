"""What a build would change on disk: a list, and unified diffs."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain
from lanwright.report.printable import printable
from lanwright.report.secrets import in_json, without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lanwright.output import Change

_NO_NEWLINE = "\\ No newline at end of file\n"


def listing(changes: Iterable[Change], directory: str) -> str:
    """One line a file: how it differs, its path, and why it isn't ours to replace."""
    return "".join(f"{line(change, directory)}\n" for change in changes)


def line(change: Change, directory: str) -> str:
    """`changed: out/dock1/README.md (changed since Lanwright wrote it)`."""
    why = f" ({change.obstacle})" if change.obstacle else ""
    return f"{change.kind}: {printable(f'{directory}/{change.path}')}{why}"


def unified(changes: Iterable[Change], directory: str, paint: Paint = plain) -> str:
    """The changes as `patch` reads them."""
    return "".join(_painted(one, paint) for change in changes for one in _unified(change, directory))


def between(
    before: str, after: str, path: str, paint: Paint = plain, conceal: Callable[[str], str] = str
) -> str:
    """What becomes of one text, as `patch` reads it; `conceal` takes out of a line what isn't shown."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    compared = difflib.unified_diff(old, new, printable(path), printable(path))
    return "".join(_painted(_ended(conceal(one)), paint) for one in compared)


def _ended(one: str) -> str:
    return one if one.endswith("\n") else f"{one}\n{_NO_NEWLINE}"


def _unified(change: Change, directory: str) -> Iterator[str]:
    path = printable(f"{directory}/{change.path}")
    before = "/dev/null" if change.old is None else path
    after = "/dev/null" if change.new is None else path
    secrets = {text for content in (change.old, change.new) for text in in_json(content)}
    for one in difflib.unified_diff(_lines(change.old), _lines(change.new), before, after):
        yield _ended(without_credentials(one, secrets))


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode(errors="backslashreplace").splitlines(keepends=True)


def _painted(one: str, paint: Paint) -> str:
    roles = {"+": Role.ADDED, "-": Role.REMOVED, "@": Role.FRAME}
    role = Role.TITLE if one.startswith(("--- ", "+++ ")) else roles.get(one[0])
    return paint(one, role) if role else one
