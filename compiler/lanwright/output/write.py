"""Files on disk: staged beside their place, then renamed; a host's manifest comes last."""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import TYPE_CHECKING

from lanwright.output.compare import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lanwright.output.difference import Change, Difference
    from lanwright.targets.artifact import Artifact

_STAGED = ".lanwright-"
"""What a staged file's name begins with; the next run removes one that a killed run left."""


_AT_ONCE = 8
"""Files that are brought down to the disk together: one commit of its journal then serves them all."""


def write(
    trees: Mapping[str, Sequence[Artifact]], directory: Path, *, force: bool = False, whole: bool = True
) -> Difference:
    """Make the files on disk what the artifacts say, unless something is in the way.

    Args:
        trees: by host, all its artifacts, or some without their manifest.
        directory: the output folder; made where it is missing.
        force: replace and remove files that a person changed or put there.
        whole: whether these are all hosts: trees of others are removed then.

    Returns:
        What differed. Nothing was changed if any of it is `blocked(force=force)`.

    Raises:
        OSError: the disk is full, a folder isn't ours to write. Each file is then the old or the new one.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _alone_in(directory):
        difference = compare(trees, directory, whole=whole)
        if not difference.blocked(force=force):
            _clear(trees, directory)
            _carry_out(difference.due(force=force), directory)
    return difference


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Wait until no other run writes here; file systems without locks do without."""
    folder = os.open(directory, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _clear(trees: Mapping[str, Sequence[Artifact]], directory: Path) -> None:
    """Remove what a killed run left beside files."""
    for host, tree in trees.items():
        for artifact in tree:
            _staged(directory / host / artifact.path).unlink(missing_ok=True)


def _carry_out(changes: Sequence[Change], directory: Path) -> None:
    wanted = [change for change in changes if change.new is not None]
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for staging in [pool.submit(_stage, change, directory) for change in wanted]:
                staging.result()
        for _, of_host in groupby(changes, key=lambda change: change.host):
            for change in sorted(of_host, key=lambda change: change.is_manifest):
                _settle(change, directory)
    finally:
        for change in wanted:
            _staged(directory / change.path).unlink(missing_ok=True)


def _staged(file: Path) -> Path:
    return file.with_name(_STAGED + file.name)


def _stage(change: Change, directory: Path) -> None:
    """Write the new content beside its place, down to the disk."""
    assert change.new is not None  # noqa: S101 - only those are staged
    file = _staged(directory / change.path)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(change.new)
        stream.flush()
        os.fchmod(descriptor, change.mode)
        os.fsync(descriptor)


def _settle(change: Change, directory: Path) -> None:
    file = directory / change.path
    if change.new is not None:
        _staged(file).replace(file)
        return
    file.unlink()
    for folder in file.parents:
        if folder == directory or not _removed_empty(folder):
            return


def _removed_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True
