"""The files of an intent: which they are, and their texts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright.cli.file_text import file_text, unreadable
from lanwright.cli.refusal import reason
from lanwright.diagnostics import Refused
from lanwright.output import manifest
from lanwright.report.sources import Sources
from lanwright.source import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.diagnostics import Diagnostic


_COMPOSE_S = frozenset(
    f"{name}{override}.yaml" for name in ("compose", "docker-compose") for override in ("", ".override")
)
"""The names that compose itself looks for: no intents, wherever they lie."""


class IntentFiles:
    """An intent on disk.

    Attributes:
        root: the folder that its names are relative to.
        out: where its output goes.
        sources: the texts that were read so far, for findings.
    """

    def __init__(self, path: Path, out: Path | None = None) -> None:
        """Find out where things are; nothing is read yet."""
        self._path = path
        self._is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where a folder above is closed
        self.root = path if self._is_folder else path.parent
        self.out = out or self.root / "out"
        self._texts: dict[str, str] = {}
        self.sources = Sources(self._texts, _from_here(self.root))

    def read(self) -> Mapping[str, str]:
        """All texts by name, in the names' order.

        Raises:
            Refused: LW001 or LW005, for every file that can't be read.
        """
        problems: list[Diagnostic] = []
        for name in self._names(problems):
            try:
                self._texts[name] = file_text(self.root / name, name, regular=self._is_folder)
            except Refused as refused:
                problems += refused.diagnostics
        if problems:
            raise Refused(problems)
        return self._texts

    @property
    def is_stream(self) -> bool:
        """Whether the intent is a pipe or a device, which is read once."""
        path = os.fspath(self._path)
        return not self._is_folder and os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113 - as above

    def path(self, name: str) -> Path:
        """Where one of the texts is on disk."""
        return self.root / name

    def beside(self, paths: Iterable[str]) -> dict[str, Beside]:
        """What the intent names beside itself, by the path that it writes; nothing outside of its folder is read."""
        return {path: self._beside(path) for path in paths}

    def _beside(self, path: str) -> Beside:
        root, file = os.path.realpath(self.root), os.path.realpath(self.root / path)
        if not Path(file).is_relative_to(root):
            return Beside("", "it lies outside of the intent's folder")
        try:
            return Beside(file_text(Path(file), path, regular=True))
        except Refused as refused:
            return Beside("", refused.diagnostics[0].message)

    def _names(self, problems: list[Diagnostic]) -> list[str]:
        if not self._is_folder:
            return [self._path.name]
        names = sorted(self._found(problems))
        if not names and not problems:
            problems.append(
                unreadable(".", "no *.yaml file in this folder", "`lanwright init` writes a first intent")
            )
        return names

    def _found(self, problems: list[Diagnostic]) -> list[str]:
        """Every *.yaml below the root, without hidden names and output; links to folders aren't followed."""

        def failed(error: OSError) -> None:
            problems.append(unreadable(self._name(error.filename), reason(error)))

        names: list[str] = []
        for folder, below, files in os.walk(self.root, onerror=failed):
            below[:] = [
                one for one in below if not one.startswith(".") and not self._is_output(Path(folder, one))
            ]
            names += [self._name(Path(folder, file)) for file in files if _is_intent(file)]
        return names

    def _is_output(self, folder: Path) -> bool:
        """The output folder itself, or a host's tree in another one."""
        if os.path.realpath(folder) == os.path.realpath(self.out):
            return True
        try:
            return manifest.is_generated(folder)
        except OSError:
            return False  # reading what is in it will say why

    def _name(self, path: str | Path) -> str:
        return Path(path).relative_to(self.root).as_posix()


def _from_here(folder: Path) -> str:
    """The folder relative to the working directory, or as it was given where that has gone."""
    try:
        return Path(os.path.relpath(folder)).as_posix()
    except FileNotFoundError:
        return folder.as_posix()


def _is_intent(name: str) -> bool:
    return name.endswith(".yaml") and not name.startswith(".") and name not in _COMPOSE_S
