"""One file's text from the disk, or why it can't be had."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from lanwright.cli.refusal import reason
from lanwright.diagnostics import Diagnostic, Origin, Refused, Severity, Span
from lanwright.source.limits import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def file_text(path: Path, name: str, *, regular: bool) -> str:
    """Read a file.

    Args:
        path: where it is.
        name: how findings call it.
        regular: whether to refuse pipes and devices, which could keep a run waiting for ever.

    Raises:
        Refused: LW001 if it is missing, unreadable or not UTF-8 (a byte order mark may lead); LW005 beyond the bound.
    """
    if not name.isprintable():
        raise Refused(
            [unreadable(name, "the file's name has characters that can't be shown", "give it a plain name")]
        )
    try:
        content = _content(path, regular=regular)
    except OSError as error:
        raise Refused([unreadable(name, reason(error), _advice(path, error))]) from None
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB"
        raise Refused([unreadable(name, message, "split it into several files of one folder", code="LW005")])
    return _decoded(content, name)


def unreadable(
    name: str, message: str, fix: str = "", *, line: int = 1, column: int = 1, code: str = "LW001"
) -> Diagnostic:
    """The finding that a file, or a folder, can't be read."""
    origin = Origin((), Span(name, line, column, line, column + 1))
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, fix=fix)


def _content(path: Path, *, regular: bool) -> bytes:
    """The file's bytes, at most one more than the bound."""
    if regular and not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "not a regular file")
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _advice(path: Path, error: OSError) -> str:
    missing = isinstance(error, FileNotFoundError) and not path.is_symlink()
    return "`lanwright init` writes a first intent" if missing else ""


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"not UTF-8: the byte 0x{content[error.start]:02x} begins no character"
        raise Refused(
            [unreadable(name, message, "save the file as UTF-8", line=line, column=column)]
        ) from None
