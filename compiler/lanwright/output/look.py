"""What lies at a path of OUT, without following symbolic links below it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, NamedTuple

from lanwright.output.difference import Obstacle

if TYPE_CHECKING:
    from pathlib import Path


class Found(NamedTuple):
    """A regular file's content and permissions, or what else is there; all None where there is nothing."""

    content: bytes | None = None
    mode: int | None = None
    obstacle: Obstacle | None = None


class Look:
    """Looks into one output folder; folders on the way are looked at once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._ways: dict[str, Obstacle | bool] = {"": True}

    def at(self, path: str) -> Found:
        """What lies at a path relative to the output folder."""
        way = self._way(path.rpartition("/")[0])
        if isinstance(way, Obstacle):
            return Found(obstacle=way)
        file = self._directory / path
        mode = _mode(file) if way else None
        if mode is None:
            return Found()
        if stat.S_ISDIR(mode):
            return Found(obstacle=Obstacle.FOLDER)
        if not stat.S_ISREG(mode):
            return Found(obstacle=Obstacle.FOREIGN)
        return Found(file.read_bytes(), stat.S_IMODE(mode))

    def _way(self, folder: str) -> Obstacle | bool:
        """Whether a folder is there and each part of the way to it is one; else what is in the way."""
        if folder not in self._ways:
            above = self._way(folder.rpartition("/")[0])
            self._ways[folder] = self._step(folder) if above is True else above
        return self._ways[folder]

    def _step(self, folder: str) -> Obstacle | bool:
        mode = _mode(self._directory / folder)
        if mode is None:
            return False
        if stat.S_ISLNK(mode):
            return Obstacle.LINK
        return True if stat.S_ISDIR(mode) else Obstacle.FILE


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None
