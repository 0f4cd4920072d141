"""The builder of located trees: takes YAML events one by one, keeps one frame for each open collection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from lanwright.diagnostics import Diagnostic, Origin, Refused, Related, Severity, Span
from lanwright.source.document import Marks
from lanwright.source.limits import MAX_DEPTH, MAX_NODES
from lanwright.source.scalars import STANDARD_TAGS, resolve


class Node(NamedTuple):
    """A finished value: its data and marks, how many nodes it has and how deep it is, aliases followed."""

    data: Any
    marks: Marks
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class Frame:
    """An open collection; `key` is a mapping's key that waits for its value."""

    data: dict[str, Any] | list[Any]
    marks: Marks
    anchor: str | None
    flow: bool
    size: int = 1
    height: int = 1
    key: tuple[str, Span] | None = None


@dataclass(slots=True)
class Builder:
    """Builds one document from its events; `root` is what came out, `problems` is what can't stand."""

    name: str
    root: tuple[Any, Marks] | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    _frames: list[Frame] = field(default_factory=list)
    _anchors: dict[str, Node] = field(default_factory=dict)
    _documents: int = 0
    _nodes: int = 0

    def take(self, event: yaml.Event) -> None:
        """Add one event.

        Raises:
            Refused: LW005 as soon as a bound is passed; what comes after isn't looked at.
        """
        match event:
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._alias(event)
            case _:
                pass

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _problem(
        self, code: str, message: str, span: Span, *, fix: str = "", first: Span | None = None
    ) -> None:
        path = tuple(frame.key[0] for frame in self._frames if frame.key)
        related = (Related(Origin(path, first), "first given here"),) if first else ()
        self.problems.append(
            Diagnostic(
                code=code,
                severity=Severity.ERROR,
                message=message,
                origin=Origin(path, span),
                fix=fix,
                related=related,
            ),
        )

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents == 2:
            fix = "put it into a file of its own and give the folder as the intent"
            self._problem("LW001", "a second YAML document in one file", self._span(event), fix=fix)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        span = self._span(event)
        if len(self._frames) >= MAX_DEPTH:
            self._problem("LW005", f"nested deeper than {MAX_DEPTH} levels", span)
            raise Refused(self.problems)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._check_tag(event.tag, span)
        marks = Marks(span, items={} if mapping else [])
        self._frames.append(Frame({} if mapping else [], marks, event.anchor, flow=bool(event.flow_style)))

    def _close(self, event: yaml.Event) -> None:
        frame = self._frames.pop()
        start, end = frame.marks.span, self._span(event)
        if frame.flow:
            frame.marks.span = start._replace(end_line=end.end_line, end_column=end.end_column)
        else:
            first = next(iter(frame.marks.children()), None)
            frame.marks.span = (first[1].key or first[1].span) if first else start
        self._finish(Node(frame.data, frame.marks, frame.size, frame.height), frame.anchor)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        if self._awaits_key():
            self._key(event.value, span)
            return
        if event.tag not in STANDARD_TAGS | {None, "!"}:
            self._problem("LW001", f"unknown tag {event.tag}", span, fix="leave the tag out")
        value = resolve(event.value, event.tag, plain=bool(event.implicit[0]) and not event.style)
        self._finish(Node(value, Marks(span)), event.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            self._problem(
                "LW001", f"alias *{event.anchor} has no finished anchor above it", self._span(event)
            )
            node = Node(None, Marks(self._span(event)))
        if self._awaits_key():
            self._key(str(node.data), self._span(event))
        else:
            self._finish(node._replace(marks=Marks(node.marks.span, items=node.marks.items)), None)

    def _awaits_key(self) -> bool:
        return bool(self._frames) and isinstance(self._frames[-1].data, dict) and self._frames[-1].key is None

    def _key(self, text: str, span: Span) -> None:
        self._frames[-1].key = (text, span)
        if text == "<<":
            fix = "put what hosts share under `defaults.host`; it is merged under each host"
            self._problem("LW002", "YAML merge keys aren't supported", span, fix=fix)

    def _check_tag(self, tag: str | None, span: Span) -> None:
        if tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            self._problem("LW001", f"unknown tag {tag}", span, fix="leave the tag out")

    def _finish(self, node: Node, anchor: str | None) -> None:
        """Put a finished value where it belongs, and count what it costs."""
        if anchor:
            self._anchors[anchor] = node
        self._nodes += 1 if node.size == 1 or anchor else node.size
        if not self._frames:
            if self._documents == 1:
                self.root = (node.data, node.marks)
            return
        frame = self._frames[-1]
        frame.size += node.size
        frame.height = max(frame.height, node.height + 1)
        self._check_bounds(frame, node)
        if isinstance(frame.data, list):
            frame.data.append(node.data)
            frame.marks.items.append(node.marks)  # type: ignore[union-attr] # list data, list marks
        elif self._awaits_key():
            self._problem("LW003", "a key must be plain text", node.marks.span)
            frame.key = ("?", node.marks.span)
        else:
            self._store(frame, node)

    def _store(self, frame: Frame, node: Node) -> None:
        assert frame.key is not None  # noqa: S101 - a value follows its key
        assert isinstance(frame.data, dict)  # noqa: S101 - only mappings have keys
        assert isinstance(frame.marks.items, dict)  # noqa: S101 - the marks have the data's shape
        key, span = frame.key
        if key in frame.data:
            first = frame.marks.items[key].key
            self._problem("LW004", f"`{key}` is given twice", span, first=first)
        else:
            node.marks.key = span
            frame.data[key] = node.data
            frame.marks.items[key] = node.marks
        frame.key = None

    def _check_bounds(self, frame: Frame, node: Node) -> None:
        if frame.size > MAX_NODES or self._nodes > MAX_NODES:
            self._problem(
                "LW005", f"more than {MAX_NODES:,} values when aliases are followed", node.marks.span
            )
            raise Refused(self.problems)
        if len(self._frames) + node.height > MAX_DEPTH:
            self._problem("LW005", f"nested deeper than {MAX_DEPTH} levels", node.marks.span)
            raise Refused(self.problems)
