"""What stands between the artifacts and the files on disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a file on disk isn't what the intent makes."""

    MISSING = "missing"
    CHANGED = "changed"
    STALE = "stale"


class Obstacle(StrEnum):
    """Why a file can't simply be replaced; the first two give way to `force`."""

    EDITED = "changed since Lanwright wrote it"
    FOREIGN = "not written by Lanwright"
    LINK = "behind a symbolic link, which Lanwright doesn't follow"
    FOLDER = "a folder where a file belongs"
    FILE = "a file where a folder belongs"

    @property
    def gives_way(self) -> bool:
        """Whether `force` may replace or remove what is there."""
        return self in (Obstacle.EDITED, Obstacle.FOREIGN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file that differs.

    Attributes:
        path: relative to OUT, with `/`; its first part is the host.
        old: what is on disk; None where there is no file that could be read.
        new: what belongs there; None for a stale file.
        mode: the permissions that it gets.
        obstacle: why it isn't ours to replace or remove.
    """

    path: str
    kind: Kind
    old: bytes | None = None
    new: bytes | None = None
    mode: int = 0o644
    obstacle: Obstacle | None = None

    @property
    def host(self) -> str:
        """Whose tree it is in."""
        return self.path.partition("/")[0]

    @property
    def is_manifest(self) -> bool:
        """Whether it is the tree's list of files, which is written last."""
        return self.path == f"{self.host}/manifest.json"

    def stopped(self, *, force: bool) -> bool:
        """Whether it must be left as it is."""
        return self.obstacle is not None and not (force and self.obstacle.gives_way)


@dataclass(frozen=True, slots=True)
class Difference:
    """Every file that differs, sorted by path."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def blocked(self, *, force: bool) -> tuple[Change, ...]:
        """What keeps the whole difference from being written."""
        return tuple(
            item for item in self.changes if item.kind is not Kind.STALE and item.stopped(force=force)
        )

    def kept(self, *, force: bool) -> tuple[Change, ...]:
        """Stale files that stay, because a person changed them."""
        return tuple(item for item in self.changes if item.kind is Kind.STALE and item.stopped(force=force))

    def due(self, *, force: bool) -> tuple[Change, ...]:
        """What is written or removed, once nothing blocks it."""
        return tuple(item for item in self.changes if not item.stopped(force=force))
