"""Files of a person's that get other text: staged beside their place, then renamed; mode, owner and links stay."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STAGED = ".lanwright-"
_MARK = "\ufeff".encode()


def rewrite(texts: Mapping[Path, tuple[str, str]]) -> None:
    """Write other text into files, all of them or, as far as can be told beforehand, none.

    Args:
        texts: by path, what was read there and what belongs there; a byte-order mark at the begin stays.

    Raises:
        OSError: one isn't a regular file, isn't ours to write, or has changed meanwhile. Each file is the old or the new.
    """
    contents = {file.resolve(): _content(file, *both) for file, both in texts.items()}
    try:
        for file, content in contents.items():
            _stage(file, content)
        for file in contents:
            _staged(file).replace(file)
    finally:
        for file in contents:
            with suppress(OSError):
                _staged(file).unlink(missing_ok=True)


def check_writable(file: Path) -> None:
    """Look whether a file could be rewritten.

    Raises:
        OSError: it is no regular file, or the modes forbid it.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(file))
    for place, right in ((file, os.W_OK), (file.resolve().parent, os.W_OK | os.X_OK)):
        if not os.access(place, right):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(file))


def _content(file: Path, before: str, after: str) -> bytes:
    check_writable(file)
    old = file.read_bytes()
    if old.decode("utf-8-sig") != before:
        raise OSError(errno.EBUSY, "changed while it was read", os.fspath(file))
    return (_MARK if old.startswith(_MARK) else b"") + after.encode()


def _staged(file: Path) -> Path:
    return file.with_name(_STAGED + file.name)


def _stage(file: Path, content: bytes) -> None:
    """The new content beside its place, down to the disk, with the old file's mode and owner."""
    now = file.stat()
    staged = _staged(file)
    staged.unlink(missing_ok=True)
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        with suppress(PermissionError):
            os.fchown(descriptor, now.st_uid, now.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(now.st_mode))
        os.fsync(descriptor)
