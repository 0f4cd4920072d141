"""The builder of located trees: takes YAML events one by one, keeps one frame for each open collection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import yaml

from lanwright.diagnostics import MAX_PROBLEMS, Diagnostic, Origin, Refused, Related, Severity, Span
from lanwright.source.characters import hidden_character, unseen_character
from lanwright.source.document import Marks
from lanwright.source.frame import Frame, OpenList, OpenMap
from lanwright.source.limits import FLATTER, MAX_ALIASED, MAX_DEPTH, MAX_VALUES
from lanwright.source.scalars import resolve

_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_MAP_TAGS = frozenset({None, "!", "tag:yaml.org,2002:map"})
_LIST_TAGS = frozenset({None, "!", "tag:yaml.org,2002:seq"})
_YAML_TAGS = "tag:yaml.org,2002:"


class Node(NamedTuple):
    """A finished value: its data and marks, how many values it has and how deep it is, aliases followed."""

    data: Any
    marks: Marks
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class Builder:
    """Builds one document from its events; `root` is what came out, `problems` is what can't stand.

    Of a `foreign` file, which isn't an intent, tags are passed over, merge keys stay where they are, and of a key that is
    given twice the first value counts.
    """

    name: str
    foreign: bool = False
    root: Node | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    _frames: list[Frame] = field(default_factory=list)
    _anchors: dict[str, Node] = field(default_factory=dict)
    _documents: int = 0
    _aliased: int = 0

    def take(self, event: yaml.Event) -> None:
        """Add one event.

        Raises:
            Refused: LW005 as soon as a bound is passed; what comes after isn't looked at.
        """
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, OpenMap, _MAP_TAGS)
            case yaml.SequenceStartEvent():
                self._open(event, OpenList, _LIST_TAGS)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case _:
                pass

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents == 2:
            fix = "put it into a file of its own and give the folder as the intent"
            self._problem("LW001", "a second YAML document in one file", self._span(event), fix=fix)

    def _open(
        self, event: yaml.CollectionStartEvent, kind: type[OpenMap | OpenList], tags: frozenset[str | None]
    ) -> None:
        span = self._span(event)
        self._check_depth(1, span)
        if event.tag not in tags:
            self._refuse_tag(event.tag, span)
        self._frames.append(kind(span, event.anchor, flow=bool(event.flow_style)))

    def _close(self, event: yaml.Event) -> None:
        frame = self._frames.pop()
        end = self._span(event)
        span = frame.span._replace(end_line=end.end_line, end_column=end.end_column)
        marks = Marks(span if frame.flow else frame.first or frame.span, items=frame.items)
        self._finish(Node(frame.data, marks, frame.size, frame.height), frame.anchor)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        if event.tag is not None and event.tag not in _TEXT_TAGS:
            self._refuse_tag(event.tag, span)
        is_key = self._awaits_key()
        if (hidden := hidden_character(event.value)) and not (is_key and not self.foreign):
            message = f"the text holds U+{ord(hidden):04X}, a control character"
            self._problem("LW001", message, span, fix="leave it out")
        plain = (event.tag is None or self.foreign) and not event.style
        if is_key:
            node = Node(event.value, Marks(span))
        else:
            node = Node(resolve(event.value) if plain else event.value, Marks(span))
        self._finish(node, event.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        span = self._span(event)
        node = self._anchors.get(event.anchor or "")
        if node is None:
            fix = f"write `&{event.anchor}` before the value that is meant; it must end above this line"
            self._problem("LW001", f"`*{event.anchor}` names no anchor above it", span, fix=fix)
            node = Node("", Marks(span))
        self._aliased += node.size
        if self._aliased > MAX_ALIASED:
            self._too_large(f"aliases stand for more than {MAX_ALIASED:,} values", span)
        self._finish(node._replace(marks=Marks(span, items=node.marks.items)), None)

    def _awaits_key(self) -> bool:
        return bool(self._frames) and self._frames[-1].awaits_key

    def _finish(self, node: Node, anchor: str | None) -> None:
        """Put a finished value, or key, where it belongs, and count what it costs."""
        if anchor:
            self._anchors[anchor] = node
        if self._frames:
            self._put(self._frames[-1], node)
        elif self._documents == 1:
            self.root = node

    def _put(self, frame: Frame, node: Node) -> None:
        self._check_depth(node.height, node.marks.span)
        frame.size += node.size
        frame.height = max(frame.height, node.height + 1)
        if frame.size > MAX_VALUES:
            self._too_large(f"more than {MAX_VALUES:,} values", node.marks.span)
        if isinstance(frame, OpenList):
            frame.add(node.data, node.marks)
        elif frame.awaits_key:
            self._key(frame, node)
        else:
            frame.add(node.data, node.marks)

    def _key(self, frame: OpenMap, node: Node) -> None:
        span = node.marks.span
        key = node.data if isinstance(node.data, str) else None
        unseen = unseen_character(key or "") if not self.foreign else None
        if key and unseen:  # what is found below is told by its path: there it has escapes
            self._problem(
                "LW001", f"the key holds U+{ord(unseen):04X}, which can't be seen", span, fix="leave it out"
            )
            key = key.encode("unicode_escape").decode()
        first = frame.begin(key, span)
        if self.foreign:
            return
        if key is None:
            self._problem("LW003", "a key must be plain text", span, fix="write `name: value`")
        elif key == "<<":
            fix = "put what hosts share under `defaults.host`; it is merged under each host"
            self._problem("LW002", "YAML merge keys aren't supported", span, fix=fix)
        elif first:
            self._problem("LW004", f"`{key}` is given twice", span, fix="keep one of the two", first=first)

    def _check_depth(self, height: int, span: Span) -> None:
        if len(self._frames) + height > MAX_DEPTH:
            self._too_large(f"nested deeper than {MAX_DEPTH} levels", span)

    def _too_large(self, message: str, span: Span) -> NoReturn:
        self._problem("LW005", message, span, fix=FLATTER)
        raise Refused(self.problems)

    def _refuse_tag(self, tag: str | None, span: Span) -> None:
        if self.foreign:
            return
        shown = (tag or "").replace(_YAML_TAGS, "!!")
        self._problem("LW001", f"the tag `{shown}` isn't supported", span, fix="leave the tag out")

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # noqa: S101 - both loaders mark every event
        assert end is not None  # noqa: S101 - as above
        return Span(self.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _problem(
        self, code: str, message: str, span: Span, *, fix: str = "", first: Span | None = None
    ) -> None:
        path = tuple(frame.step for frame in self._frames if frame.step is not None)
        self.problems.append(
            Diagnostic(
                code=code,
                severity=Severity.ERROR,
                message=message,
                origin=Origin(path, span),
                fix=fix,
                related=(Related(Origin(path, first), "first given here"),) if first else (),
            ),
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise Refused(self.problems)
