"""Each host over `defaults.host`: what a host doesn't say, the default says, at the default's own line."""

from __future__ import annotations

from typing import Any

from lanwright.diagnostics import Diagnostic, Refused, Severity
from lanwright.source import Document, Marks, Part, overlay
from lanwright.source.limits import MAX_VALUES

PATH = ("defaults", "host")


def spread(document: Document) -> Document:
    """The intent with every host spelled out.

    Raises:
        Refused: LW005 where the default, once for each host, is too large.
    """
    default = _below(document, PATH)
    hosts = _below(document, ("hosts",))
    if default is None or hosts is None:
        return document
    _check_size(document, _size(default.data) * len(hosts.data))
    spelled = {name: overlay(default, _part(hosts, name)) for name in hosts.data}
    marks = Marks(hosts.marks.span, hosts.marks.key, {name: part.marks for name, part in spelled.items()})
    above = document.marks
    return Document(
        document.name,
        document.data | {"hosts": {name: part.data for name, part in spelled.items()}},
        Marks(above.span, above.key, dict(above.children()) | {"hosts": marks}),
        document.size,
        document.remarks,
        document.texts,
    )


def _below(document: Document, path: tuple[str, ...]) -> Part | None:
    """The map at a path, if there is one."""
    part = Part(document.data, document.marks)
    for step in path:
        if not isinstance(part.data, dict) or step not in part.data:
            return None
        part = _part(part, step)
    return part if isinstance(part.data, dict) else None


def _part(part: Part, key: str) -> Part:
    marks = part.marks.child(key)
    assert marks is not None  # noqa: S101 - every key has its marks
    value = part.data[key]
    return Part({}, Marks(marks.span, marks.key, {})) if value is None else Part(value, marks)


def _size(value: Any) -> int:
    if isinstance(value, dict | list):
        below = value.values() if isinstance(value, dict) else value
        return 1 + sum(map(_size, below))
    return 1


def _check_size(document: Document, added: int) -> None:
    if document.size + added > MAX_VALUES:
        found = Diagnostic(
            code="LW005",
            severity=Severity.ERROR,
            message=f"more than {MAX_VALUES:,} values when the defaults are counted for each host",
            origin=document.origin(PATH),
            fix="write what few hosts share at these hosts",
        )
        raise Refused([found])
