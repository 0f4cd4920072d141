"""Small trees of artifacts to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import Artifact, manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def tree(host: str, files: Mapping[str, str], *, executable: str = "install") -> tuple[Artifact, ...]:
    """A host's artifacts with their manifest; one of them may be executable."""
    artifacts = [
        Artifact(
            path=path,
            content=content,
            mode=0o755 if path == executable else 0o644,
            target="some",
            destination=None,
        )
        for path, content in files.items()
    ]
    listing = manifest(host, artifacts)
    return (*artifacts, Artifact(path="manifest.json", content=listing, target="install", destination=None))


def on_disk(directory: Path) -> dict[str, str]:
    """Every file below a folder with its content, links by what they point to."""
    return {
        file.relative_to(directory).as_posix(): f"-> {file.readlink()}"
        if file.is_symlink()
        else file.read_text()
        for file in sorted(directory.rglob("*"))
        if file.is_symlink() or not file.is_dir()
    }
