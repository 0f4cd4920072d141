"""Changes → edits of the text that carry them out: what isn't changed keeps every character, comments above all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.change import Add, Drop, Rename, Write, united
from lanwright.diagnostics import Edit
from lanwright.source.applied import apart
from lanwright.source.limits import MAX_EDITED
from lanwright.source.outline import Outline
from lanwright.source.rendered import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.source.outline import Entry, Node

_DEFAULTS = "defaults"
_ANCHOR = re.compile(r"(?<![^\s\[{,])&[^\s,\[\]{}]")


class _Unfit(Exception):  # noqa: N818 - no fault: the text has no place for the change
    """A change can't be made in this text without rewriting more than it says."""


class _Place(NamedTuple):
    """An entry of a text, with the path that the intent knows it by."""

    outline: Outline
    entry: Entry
    path: tuple[str, ...]

    @property
    def node(self) -> Node:
        return self.entry.value


class Manuscript:
    """The texts of an intent, to be edited; each is read anew only when a change is asked for."""

    def __init__(self, texts: Mapping[str, str], locate: Callable[[Sequence[str]], Origin]) -> None:
        """Keep the texts.

        Args:
            texts: by the names that origins have.
            locate: the place of a path in all texts together, or of the nearest part above it.
        """
        self._texts, self._locate = texts, locate
        self._outlines: dict[str, Outline] = {}

    def edits(self, changes: Iterable[Change]) -> tuple[Edit, ...]:
        """The edits that carry out all of the changes, in the order of the text; none where one of them can't be."""
        wanted = _together(changes)
        return self._made(wanted) or self._made([_before(change) for change in wanted])

    def keeps_comments(self, edits: Iterable[Edit]) -> bool:
        """Whether no comment goes with what the edits take away."""
        return not any("#" in self._outlines[edit.span.file].between(edit.span) for edit in edits)

    def written(self, origin: Origin) -> str:
        """What stands at a place, to the letter."""
        try:
            outline, entry, _ = self._place(origin)
        except _Unfit:
            return ""
        return outline.text[entry.value.start : entry.value.end]

    def _made(self, changes: Iterable[Change]) -> tuple[Edit, ...]:
        try:
            found = sorted(edit for change in changes for edit in self._edits(change))
        except _Unfit:
            return ()
        return tuple(found) if all(map(apart, found, found[1:])) else ()

    def _edits(self, change: Change) -> Iterator[Edit]:
        place = self._place(change.origin)
        match change:
            case Write(value=value, whole=whole):
                yield _written(place, value, whole=whole)
            case Rename(key=key):
                yield _renamed(place, key)
            case Drop(key=key):
                yield _dropped(place, key)
            case Add(tree=tree, short=short, first=first):
                yield from self._added(place, tree, short, first=first)

    def _place(self, origin: Origin) -> _Place:
        name = origin.span.file
        if name not in self._texts or len(self._texts[name]) > MAX_EDITED:
            raise _Unfit
        if name not in self._outlines:
            self._outlines[name] = Outline(self._texts[name], name)
        entry = self._outlines[name].entry(origin)
        if entry is None:
            raise _Unfit
        return _Place(self._outlines[name], entry, origin.path)

    def _added(
        self, place: _Place, tree: Mapping[str, Any], short: str = "", *, first: bool = False
    ) -> Iterator[Edit]:
        node = place.node
        if node.kind != "map":
            yield from _begun(place, tree, short)
            return
        new = {}
        for key, value in tree.items():
            there = self._below(place, key, value)
            if there is None:
                new[key] = value
            else:
                yield from self._merged(there, value)
        if new:
            yield _inserted(
                place, [f"{rendered(key)}: {rendered(value)}" for key, value in new.items()], first=first
            )

    def _merged(self, place: _Place, value: Any) -> Iterator[Edit]:
        if isinstance(value, Mapping):
            yield from self._added(place, value)
        elif isinstance(value, list):
            yield _grown(place, value)
        else:
            yield _written(place, value)

    def _below(self, place: _Place, key: str, value: Any) -> _Place | None:
        """Where a key of the map is: in its own text, or where the intent's other parts have it.

        What comes from the defaults alone is for this host added to it: hosts are merged over the defaults, lists aside.
        """
        path = (*place.path, key)
        entry = place.node.child(key)
        if entry is not None:
            return place._replace(entry=entry, path=path)
        origin = self._locate(path)
        if origin.path != path:
            return None
        there = self._place(origin)
        defaults = self._locate((_DEFAULTS,))
        by_default = defaults.path and there.outline is self._place(defaults).outline
        if (
            by_default
            and self._place(defaults).entry.start < there.entry.start < self._place(defaults).entry.end
        ):
            return there if isinstance(value, list) else None
        return there


def _together(changes: Iterable[Change]) -> list[Change]:
    """What is added at one place is added at once."""
    adds: dict[object, Add] = {}
    others: list[Change] = []
    for change in changes:
        if isinstance(change, Add):
            key = (change.origin.path, change.origin.span)
            before = adds.get(key)
            tree = united(before.tree, change.tree) if before else change.tree
            adds[key] = Add(change.origin, tree, change.short, first=change.first)
        elif change not in others:
            others.append(change)
    return [*others, *adds.values()]


def _before(change: Change) -> Change:
    """What is added before what is there: what stands last may be what goes."""
    return replace(change, first=True) if isinstance(change, Add) else change


def _written(place: _Place, value: Any, *, whole: bool = False) -> Edit:
    node = place.node
    if node.kind in ("map", "list"):
        if not whole:
            raise _Unfit
        return (
            _cut(place, node.start, node.end, rendered(value)) if node.is_flow else _on_one_line(place, value)
        )
    if node.style in ("|", ">"):
        raise _Unfit
    if node.start == node.end:
        return _valued(place, rendered(value))
    return _edit(place, node.start, node.end, rendered(value, node.style if node.kind == "scalar" else ""))


def _on_one_line(place: _Place, value: Any) -> Edit:
    """A value behind its key, in place of what stands in lines below it; not where that has comments."""
    outline, named, end = place.outline, place.entry.key, place.node.end
    if named is None or "#" in outline.text[named.end : end]:
        raise _Unfit
    return _cut(place, outline.text.index(":", named.end) + 1, end, f" {rendered(value)}")


def _renamed(place: _Place, key: str) -> Edit:
    named = place.entry.key
    if named is None:
        raise _Unfit
    return _edit(place, named.start, named.end, rendered(key, named.style))


def _begun(place: _Place, tree: Mapping[str, Any], short: str) -> Iterator[Edit]:
    """A map where there is none: none at all, or a value that is short for one."""
    node = place.node
    if (
        node.kind == "scalar"
        and not node.style
        and place.outline.text[node.start : node.end] in ("", "~", "null")
    ):
        yield _valued(place, rendered(tree))
    elif short and (node.kind == "scalar" or node.is_flow) and node.style not in ("|", ">"):
        more = rendered(tree)[1:-1]
        yield _edit(place, node.begin, node.begin, f"{{{short}: ")
        yield _edit(place, node.end, node.end, f", {more}}}")
    else:
        raise _Unfit


def _valued(place: _Place, text: str) -> Edit:
    """A value for a key that has none, or null."""
    node = place.node
    if node.start < node.end:
        return _edit(place, node.start, node.end, text)
    if place.outline.text[node.start - 1 : node.start] not in (":", "-"):
        raise _Unfit
    return _edit(place, node.start, node.end, f" {text}")


def _inserted(place: _Place, pairs: Sequence[str], *, first: bool = False) -> Edit:
    """New keys of a map, behind those that are there, in its own style."""
    outline, node = place.outline, place.node
    if node.is_flow:
        return _in_brackets(place, pairs, first=first)
    column = node.entries[0].start - outline.line_start(node.entries[0].start)
    if first:
        at = node.entries[0].start
        return _edit(place, at, at, "".join(f"{pair}{outline.newline}{' ' * column}" for pair in pairs))
    at = outline.line_end(node.end)
    return _edit(place, at, at, "".join(f"{outline.newline}{' ' * column}{pair}" for pair in pairs))


def _grown(place: _Place, items: Sequence[Any]) -> Edit:
    """New items of a list, behind those that are there; one value that stands for a list becomes one."""
    outline, node = place.outline, place.node
    shown = list(map(rendered, items))
    if node.kind == "list" and node.is_flow:
        return _in_brackets(place, shown)
    if node.kind == "list":
        column = node.start - outline.line_start(node.start)
        at = outline.line_end(node.end)
        return _edit(place, at, at, "".join(f"{outline.newline}{' ' * column}- {item}" for item in shown))
    if node.kind == "scalar" and node.style not in ("|", ">"):
        old = outline.text[node.start : node.end]
        if old in ("", "~", "null") and not node.style:
            return _valued(place, f"[{', '.join(shown)}]")
        return _edit(place, node.start, node.end, f"[{', '.join([old, *shown])}]")
    raise _Unfit


def _in_brackets(place: _Place, shown: Sequence[str], *, first: bool = False) -> Edit:
    node = place.node
    if first and node.entries:
        at = node.entries[0].start
        return _edit(place, at, at, "".join(f"{item}, " for item in shown))
    if not node.entries:
        return _edit(place, node.start + 1, node.start + 1, ", ".join(shown))
    at = node.entries[-1].end
    return _edit(place, at, at, "".join(f", {item}" for item in shown))


def _dropped(place: _Place, key: str) -> Edit:
    entry, holder = place.entry, place.entry.holder
    if entry.key is None and entry.step.isdecimal() and place.path[-2:-1] == (key,):
        if holder is not None and len(holder.entries) == 1:
            above = place.outline.at(entry.path[:-1])
            return _dropped(place._replace(entry=above, path=place.path[:-1]), key)
        if holder is None:
            raise _Unfit
        return _taken(place, holder)
    if entry.step != key or entry.key is None:
        if place.node.kind != "scalar" or place.node.style in ("|", ">"):
            raise _Unfit
        return _edit(place, place.node.start, place.node.end, "{}")
    if holder is None:
        raise _Unfit
    return _taken(place, holder)


def _taken(place: _Place, holder: Node) -> Edit:
    """An entry out of its collection, with what stands between it and the next."""
    return _out_of_brackets(place, holder) if holder.is_flow else _out_of_lines(place, holder)


def _out_of_brackets(place: _Place, holder: Node) -> Edit:
    outline, entry, at = place.outline, place.entry, place.entry.at
    if at + 1 < len(holder.entries):
        return _cut(place, entry.start, holder.entries[at + 1].start)
    comma = re.compile(r"\s*,").match(outline.text, entry.end)
    end = comma.end() if comma else entry.end
    before = holder.entries[at - 1].end if at else entry.start
    if at and "\n" not in outline.text[before : entry.start]:
        return _cut(place, before, entry.end)
    return _cut(place, entry.start, end)


def _out_of_lines(place: _Place, holder: Node) -> Edit:
    outline, entry, at = place.outline, place.entry, place.entry.at
    start = entry.start if entry.key else outline.dash_of(entry)
    if start is None or (holder is outline.root_node and len(holder.entries) == 1):
        raise _Unfit
    begin = outline.line_start(start)
    if outline.text[begin:start].strip(" "):
        if at + 1 == len(holder.entries) or entry.key is None:
            raise _Unfit  # nothing would stand behind a dash
        return _cut(place, start, holder.entries[at + 1].start)
    end = outline.next_line(entry.end)
    if end == outline.line_end(entry.end) and begin:
        return _cut(place, outline.break_before(begin), end)
    return _cut(place, begin, end)


def _cut(place: _Place, start: int, end: int, text: str = "") -> Edit:
    """A stretch of the text that goes, for another; not where an anchor is in it, which others may name."""
    if _ANCHOR.search(place.outline.text, start, end):
        raise _Unfit
    return _edit(place, start, end, text)


def _edit(place: _Place, start: int, end: int, text: str) -> Edit:
    return Edit(place.outline.span(start, end), text)
