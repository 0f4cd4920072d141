"""The manifest that lies in a host's tree: which files there are Lanwright's."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "manifest.json"

_MAX_BYTES = 16 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


def digests(tree: Path) -> Mapping[str, str] | None:
    """The sha256 of each file that Lanwright wrote into a host's tree, the manifest too, by path below it.

    None where no manifest lies that Lanwright made for this very host: then nothing there is ours.
    """
    read = _read(tree)
    return read.files if read and read.host == tree.name else None


def is_generated(folder: Path) -> bool:
    """Whether a folder is a host's tree, even a copy under another name."""
    return _read(folder) is not None


class _Manifest(NamedTuple):
    host: str
    files: Mapping[str, str]


def _read(tree: Path) -> _Manifest | None:
    file = tree / NAME
    if tree.is_symlink() or file.is_symlink() or not file.is_file() or file.stat().st_size > _MAX_BYTES:
        return None
    text = file.read_bytes()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    files = _files(data)
    return (
        None if files is None else _Manifest(str(data.get("host")), {**files, NAME: sha256(text).hexdigest()})
    )


def _files(data: Any) -> dict[str, str] | None:
    if not isinstance(data, dict) or not isinstance(data.get("files"), dict) or "host" not in data:
        return None
    files = {path: _digest(path, entry) for path, entry in data["files"].items()}
    return {path: digest for path, digest in files.items() if digest} if all(files.values()) else None


def _digest(path: str, entry: Any) -> str | None:
    """A file's digest, if the entry names a file below the tree, whatever the manifest went through."""
    digest = entry.get("sha256") if isinstance(entry, dict) else None
    inside = all(part not in ("", ".", "..") for part in path.split("/")) and "\0" not in path
    return digest if inside and isinstance(digest, str) and _SHA256.fullmatch(digest) else None
