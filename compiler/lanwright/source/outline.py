"""A text's outline: where each key, value and item stands in it, to the character, and how it is written.

The located tree has what findings underline; to change a text one must know where a collection ends, whether it is
written in brackets, and what is an alias. Made only of texts that are to be changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from lanwright.diagnostics import Span
from lanwright.source.parse import LOADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin

_BREAK = re.compile("\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s*)*")


@dataclass(slots=True)
class Node:
    """A value as it stands in the text.

    Attributes:
        kind: `map`, `list`, `scalar` or `alias`.
        begin: where its text begins, an anchor or a tag included.
        start: where it begins itself.
        end: behind its last character.
        style: how a scalar is written (`'`, `"`, `|`, `>` or nothing), or `flow` for a collection in brackets.
    """

    kind: str
    begin: int
    start: int
    end: int
    style: str = ""
    entries: list[Entry] = field(default_factory=list)

    def child(self, step: str) -> Entry | None:
        """What stands below a key or an index."""
        return next((entry for entry in self.entries if entry.step == step), None)

    @property
    def is_flow(self) -> bool:
        """Whether it is a collection in brackets."""
        return self.style == "flow"


@dataclass(slots=True)
class Entry:
    """A key with its value, an item of a list, or the whole document; `holder` is the collection that it is in."""

    path: tuple[str, ...]
    key: Node | None
    value: Node
    holder: Node | None

    @property
    def step(self) -> str:
        """Its key, or its index."""
        return self.path[-1] if self.path else ""

    @property
    def start(self) -> int:
        """Where its text begins."""
        return self.key.start if self.key else self.value.begin

    @property
    def end(self) -> int:
        """Behind its last character; a key without a value ends with its colon."""
        return self.value.end

    @property
    def at(self) -> int:
        """Its index in its collection."""
        assert self.holder is not None  # noqa: S101 - the document itself is asked by nobody
        return next(index for index, entry in enumerate(self.holder.entries) if entry is self)


class Outline:
    """The outline of one text that can be parsed."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text.removeprefix("\ufeff"), name
        found = _BREAK.search(self.text)
        self.newline = found[0] if found else "\n"
        self._lines = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        self._by_start: dict[int, list[Entry]] = {}
        self.root = self._read()

    def entry(self, origin: Origin) -> Entry | None:
        """What a finding's place names; None where the text doesn't have it there."""
        if not origin.path:
            return self.root
        found = self._by_start.get(self.offset(origin.span.line, origin.span.column), [])
        fit = [entry for entry in found if entry.step == origin.path[-1]]
        return max(fit, key=lambda entry: _alike(entry.path, origin.path), default=None)

    def at(self, path: tuple[str, ...]) -> Entry:
        """The entry at a path of this text."""
        entry = self.root
        for step in path:
            entry = entry.value.child(step) if entry else None
        assert entry is not None  # noqa: S101 - paths of entries are asked for
        return entry

    def offset(self, line: int, column: int) -> int:
        """The character at a place, counted from the text's begin."""
        return self._lines[line - 1] + column - 1

    def between(self, span: Span) -> str:
        """What stands in a stretch."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of characters."""
        return Span(self.name, *self._place(start), *self._place(end))

    @property
    def root_node(self) -> Node | None:
        """The document's own value."""
        return self.root.value if self.root else None

    def break_before(self, offset: int) -> int:
        """Where the line break begins that ends at a character."""
        return offset - 2 if self.text[offset - 2 : offset] == "\r\n" else offset - 1

    def dash_of(self, entry: Entry) -> int | None:
        """The dash of an item in a list without brackets, where both stand on one line."""
        before = self.text[self.line_start(entry.start) : entry.start].rstrip()
        return self.line_start(entry.start) + len(before) - 1 if before.endswith("-") else None

    def line_start(self, offset: int) -> int:
        """Where the line of a character begins."""
        return self._lines[bisect_right(self._lines, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where the line of a character ends, before its break."""
        found = _BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Where the line behind that of a character begins."""
        found = _BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _read(self) -> Entry | None:
        events = yaml.parse(self.text, Loader=LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._indexed(Entry((), None, self._node(next(events), events, ()), None))
        return None

    def _node(self, event: Any, events: Iterator[Any], path: tuple[str, ...]) -> Node:
        """The node that an event begins; recursion ends with the depth that parsing allows."""
        begin, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return Node("alias", begin, begin, end)
        if isinstance(event, yaml.ScalarEvent):
            kept = self.text[begin:end].rstrip() if event.style in ("|", ">") else self.text[begin:end]
            return Node("scalar", begin, self._own(event, begin, end), begin + len(kept), event.style or "")
        is_map = isinstance(event, yaml.MappingStartEvent)
        style = "flow" if event.flow_style else ""
        node = Node("map" if is_map else "list", begin, self._own(event, begin, len(self.text)), end, style)
        while not isinstance(event := next(events), yaml.CollectionEndEvent):
            key = self._node(event, events, path) if is_map else None
            below = (*path, self._step(key) if key else str(len(node.entries)))
            value = self._node(next(events) if is_map else event, events, below)
            node.entries.append(self._indexed(Entry(below, key, value, node)))
        if node.is_flow:
            node.end = self._end(event)
        elif node.entries:
            node.end = node.entries[-1].end
        return node

    @staticmethod
    def _end(event: Any) -> int:
        return int(event.end_mark.index)

    def _own(self, event: Any, begin: int, end: int) -> int:
        """Behind an anchor and a tag."""
        if event.anchor is None and event.tag in (None, "!"):
            return int(begin)
        found = _PROPERTIES.match(self.text, begin)
        return min(found.end() if found else begin, end)

    def _step(self, key: Node) -> str:
        text = self.text[key.start : key.end]
        return str(yaml.load(text, Loader=yaml.BaseLoader)) if key.style else text  # noqa: S506 - makes text alone

    def _indexed(self, entry: Entry) -> Entry:
        first = entry.key or entry.value
        for start in {first.begin, first.start, _shown(first)}:
            self._by_start.setdefault(start, []).append(entry)
        return entry


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many last steps two paths have in common: defaults and aliases stand elsewhere than what has them."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((count for count, (mine, its) in enumerate(pairs) if mine != its), min(len(one), len(other)))


def _shown(node: Node) -> int:
    """Where a finding underlines a value: a collection in lines by its first key or item."""
    while node.entries and not node.is_flow:
        first = node.entries[0]
        node = first.key or first.value
    return node.begin
