"""Located tree → Site: types every key, and says of each that doesn't fit what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from lanwright.diagnostics import Diagnostic, Refused
from lanwright.intent.complaint import complaint
from lanwright.intent.model import locate
from lanwright.intent.site import Site
from lanwright.source import Document, Marks, overlay
from lanwright.source.merge import Part

if TYPE_CHECKING:
    from collections.abc import Iterable


def bind(document: Document) -> Site:
    """Type an intent.

    Args:
        document: the whole intent, files merged.

    Raises:
        Refused: LW002, LW003, LW006, LW103, LW104 or LW206, every one that was found.
    """
    whole = _over_defaults(document)
    try:
        site = Site.model_validate(whole.data)
    except ValidationError as error:
        raise Refused(
            _unrepeated(complaint(found, whole) for found in error.errors(include_url=False))
        ) from None
    locate(site, whole.marks, ())
    return site


def _over_defaults(document: Document) -> Document:
    """Each host over `defaults.host`; the marks of a default stay where the default is written."""
    data, marks = document.data, document.marks
    default = _below((data, marks), "defaults", "host")
    hosts = _below((data, marks), "hosts")
    if default is None or hosts is None or not isinstance(default[0], dict) or not isinstance(hosts[0], dict):
        return document
    merged = {name: _merged(default, hosts, name) for name in hosts[0]}
    hosts_marks = Marks(hosts[1].span, hosts[1].key, {name: mark for name, (_, mark) in merged.items()})
    assert isinstance(marks.items, dict)  # noqa: S101 - a map's marks are a map
    return Document(
        document.name,
        data | {"hosts": {name: value for name, (value, _) in merged.items()}},
        Marks(marks.span, marks.key, marks.items | {"hosts": hosts_marks}),
    )


def _merged(default: tuple[Any, Marks], hosts: tuple[Any, Marks], name: str) -> tuple[Any, Marks]:
    mark = hosts[1].child(name)
    assert mark is not None  # noqa: S101 - every key has its mark
    value = hosts[0][name]
    return overlay(
        Part(*default), Part({}, Marks(mark.span, mark.key, {})) if value is None else Part(value, mark)
    )


def _below(node: tuple[Any, Marks], *steps: str) -> tuple[Any, Marks] | None:
    value, marks = node
    for step in steps:
        below = marks.child(step)
        if below is None or not isinstance(value, dict):
            return None
        value, marks = value[step], below
    return value, marks


def _unrepeated(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """A fault in the defaults is told once, not once for each host."""
    first = {(item.code, item.origin.span, item.message): item for item in reversed(list(found))}
    return sorted(first.values(), key=lambda item: (item.origin.span, item.code, item.message))
