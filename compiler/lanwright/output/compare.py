"""Artifacts against the files on disk; changes nothing."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from lanwright.output import manifest
from lanwright.output.difference import Change, Difference, Kind, Obstacle
from lanwright.output.look import Found, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lanwright.targets.artifact import Artifact

_EXECUTABLE = 0o111
"""Of the permissions only these are compared: they are what git carries, the rest is a checkout's umask."""


def compare(trees: Mapping[str, Sequence[Artifact]], directory: Path, *, whole: bool = True) -> Difference:
    """What would have to change on disk.

    Args:
        trees: by host, all its artifacts, or some without their manifest.
        directory: the output folder; needn't be there.
        whole: whether these are all hosts: trees of others are stale then.

    Raises:
        OSError: something there can't be read.
    """
    look = Look(directory)
    changes = [change for host, tree in trees.items() for change in _tree(host, tree, directory, look)]
    if whole:
        changes += [
            change for host in _others(trees, directory) for change in _tree(host, None, directory, look)
        ]
    return Difference(tuple(sorted(changes, key=lambda change: change.path)))


def _tree(host: str, tree: Sequence[Artifact] | None, directory: Path, look: Look) -> Iterator[Change]:
    """One host's changes; None where the host is gone, and all that was ours is stale."""
    ours = dict(manifest.digests(directory / host) or {})
    for artifact in tree or ():
        found, digest = look.at(f"{host}/{artifact.path}"), ours.pop(artifact.path, None)
        if not _is_same(found, artifact):
            yield _wanted(f"{host}/{artifact.path}", artifact, found, digest)
    if tree is None or any(artifact.path == manifest.NAME for artifact in tree):
        for path, digest in ours.items():
            found = look.at(f"{host}/{path}")
            if found != Found():
                obstacle = _obstacle(found, digest)
                yield Change(path=f"{host}/{path}", kind=Kind.STALE, old=found.content, obstacle=obstacle)


def _is_same(found: Found, artifact: Artifact) -> bool:
    same_mode = found.mode is not None and not (found.mode ^ artifact.mode) & _EXECUTABLE
    return same_mode and found.content == artifact.content.encode()


def _wanted(path: str, artifact: Artifact, found: Found, digest: str | None) -> Change:
    new = artifact.content.encode()
    kind = Kind.MISSING if found == Found() else Kind.CHANGED
    obstacle = None if found.content == new else _obstacle(found, digest)
    return Change(path=path, kind=kind, old=found.content, new=new, mode=artifact.mode, obstacle=obstacle)


def _obstacle(found: Found, digest: str | None) -> Obstacle | None:
    """Why what was found isn't ours to replace; `digest` is that of the file as we wrote it."""
    if found.content is None:
        return found.obstacle
    if digest is None:
        return Obstacle.FOREIGN
    return None if sha256(found.content).hexdigest() == digest else Obstacle.EDITED


def _others(trees: Mapping[str, object], directory: Path) -> Iterable[str]:
    """Folders that hold a manifest of ours for a host that isn't among these."""
    if not directory.exists():
        return ()
    folders = (entry.name for entry in directory.iterdir() if entry.name not in trees)
    return [name for name in sorted(folders) if manifest.digests(directory / name) is not None]
