"""The located tree: plain data beside marks of the same shape that tell where each part stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Origin, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.source.remarks import Remark


@dataclass(slots=True)
class Marks:
    """Where one value stands.

    Attributes:
        span: the value's text; of a block collection its first key or item, whose end is the only sure one; of an
            alias the alias itself.
        key: the text of the key that it belongs to; None for list items and the whole document.
        items: the marks of what it holds: by key, by index, or None for a scalar.
    """

    span: Span
    key: Span | None = None
    items: dict[str, Marks] | list[Marks] | None = None

    def child(self, step: str) -> Marks | None:
        """The marks one step down: a key, or an index written as a string; None where there is nothing."""
        if isinstance(self.items, dict):
            return self.items.get(step)
        if isinstance(self.items, list) and step.isdecimal() and int(step) < len(self.items):
            return self.items[int(step)]
        return None

    def children(self) -> Iterator[tuple[str, Marks]]:
        """What it holds, as (step, marks) in the order of the text."""
        if isinstance(self.items, dict):
            yield from self.items.items()
        elif self.items is not None:
            yield from ((str(index), item) for index, item in enumerate(self.items))

    @property
    def shown(self) -> Span:
        """What a finding underlines: `key: value` where both stand on one line, the key of what is longer."""
        if self.key is None:
            return self.span
        if self.items is None and self.span.end_line == self.key.line and self.span.file == self.key.file:
            return self.key._replace(end_column=max(self.span.end_column, self.key.end_column))
        return self.key


@dataclass(frozen=True, slots=True)
class Document:
    """An intent as read: `data` is plain dicts, lists and scalars; `marks` tell the place of each.

    `size` counts the values, aliases followed; `remarks` are the comments that speak to Lanwright; `texts` are the files'
    own, by name.
    """

    name: str
    data: Any
    marks: Marks
    size: int = 1
    remarks: tuple[Remark, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def origin(self, path: Sequence[str]) -> Origin:
        """The place of the value at `path`, or of the nearest part above it that exists."""
        return origin(self.marks, (), path)

    def marks_at(self, path: Sequence[str]) -> Marks:
        """The marks of the value at `path`; a step that isn't there is passed over."""
        marks = self.marks
        for step in path:
            marks = marks.child(step) or marks
        return marks


def origin(marks: Marks, above: tuple[str, ...], steps: Sequence[str]) -> Origin:
    """The place `steps` below `marks`, which themselves stand at the path `above`; stops where the text does."""
    path = above
    for step in steps:
        below = marks.child(step)
        if below is None:
            break
        marks, path = below, (*path, step)
    return Origin(path, marks.shown)


def start(name: str) -> Span:
    """The first character of a file: the place of what a whole file is about."""
    return Span(name, 1, 1, 1, 1)
