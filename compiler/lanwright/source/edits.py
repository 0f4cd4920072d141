"""The edits of one place of a text: a value written, keys added, a key renamed or dropped, in the text's own style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.diagnostics import Edit
from lanwright.source.rendered import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.source.outline import Entry, Node, Outline

_ANCHOR = re.compile(r"(?<![^\s\[{,])&[^\s,\[\]{}]")


class Unfit(Exception):  # noqa: N818 - no fault: the text has no place for the change
    """A change can't be made in this text without rewriting more than it says."""


class Place(NamedTuple):
    """An entry of a text, with the path that the intent knows it by."""

    outline: Outline
    entry: Entry
    path: tuple[str, ...]

    @property
    def node(self) -> Node:
        """What stands behind its key."""
        return self.entry.value


def written(place: Place, value: Any, *, whole: bool = False) -> Edit:
    """A value in place of what stands there."""
    node = place.node
    if node.kind in ("map", "list"):
        if not whole:
            raise Unfit
        return (
            _cut(place, node.start, node.end, rendered(value)) if node.is_flow else _on_one_line(place, value)
        )
    if node.style in ("|", ">"):
        raise Unfit
    if node.start == node.end:
        return _valued(place, rendered(value))
    return _edit(place, node.start, node.end, rendered(value, node.style if node.kind == "scalar" else ""))


def _on_one_line(place: Place, value: Any) -> Edit:
    """A value behind its key, in place of what stands in lines below it; not where that has comments."""
    outline, named, end = place.outline, place.entry.key, place.node.end
    if named is None or "#" in outline.text[named.end : end]:
        raise Unfit
    return _cut(place, outline.text.index(":", named.end) + 1, end, f" {rendered(value)}")


def renamed(place: Place, key: str) -> Edit:
    """A key by another name."""
    named = place.entry.key
    if named is None:
        raise Unfit
    return _edit(place, named.start, named.end, rendered(key, named.style))


def begun(place: Place, tree: Mapping[str, Any], short: str) -> Iterator[Edit]:
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
        raise Unfit


def _valued(place: Place, text: str) -> Edit:
    """A value for a key that has none, or null."""
    node = place.node
    if node.start < node.end:
        return _edit(place, node.start, node.end, text)
    if place.outline.text[node.start - 1 : node.start] not in (":", "-"):
        raise Unfit
    return _edit(place, node.start, node.end, f" {text}")


def inserted(place: Place, pairs: Sequence[str], *, first: bool = False) -> Edit:
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


def grown(place: Place, items: Sequence[Any]) -> Edit:
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
    raise Unfit


def _in_brackets(place: Place, shown: Sequence[str], *, first: bool = False) -> Edit:
    node = place.node
    if first and node.entries:
        at = node.entries[0].start
        return _edit(place, at, at, "".join(f"{item}, " for item in shown))
    if not node.entries:
        return _edit(place, node.start + 1, node.start + 1, ", ".join(shown))
    at = node.entries[-1].end
    return _edit(place, at, at, "".join(f", {item}" for item in shown))


def dropped(place: Place, key: str) -> Edit:
    """A key and its value no more; or an item of its list, and with the last one the list."""
    entry, holder, node = place.entry, place.entry.holder, place.node
    if entry.key is None and entry.step.isdecimal():
        if holder is not None and len(holder.entries) == 1:
            above = place.outline.at(entry.path[:-1])
            return dropped(place._replace(entry=above, path=place.path[:-1]), key)
        if holder is None:
            raise Unfit
        return _taken(place, holder)
    if entry.step != key or entry.key is None:
        is_short = node.kind == "scalar" or (node.kind == "list" and node.is_flow)
        if not is_short or node.style in ("|", ">"):
            raise Unfit
        return _edit(place, node.start, node.end, "{}")
    if holder is None:
        raise Unfit
    return _taken(place, holder)


def _taken(place: Place, holder: Node) -> Edit:
    """An entry out of its collection, with what stands between it and the next."""
    return _out_of_brackets(place, holder) if holder.is_flow else _out_of_lines(place, holder)


def _out_of_brackets(place: Place, holder: Node) -> Edit:
    outline, entry, at = place.outline, place.entry, place.entry.at
    if at + 1 < len(holder.entries):
        return _cut(place, entry.start, holder.entries[at + 1].start)
    comma = re.compile(r"\s*,").match(outline.text, entry.end)
    end = comma.end() if comma else entry.end
    before = holder.entries[at - 1].end if at else entry.start
    if at and "\n" not in outline.text[before : entry.start]:
        return _cut(place, before, entry.end)
    return _cut(place, entry.start, end)


def _out_of_lines(place: Place, holder: Node) -> Edit:
    outline, entry, at = place.outline, place.entry, place.entry.at
    start = entry.start if entry.key else outline.dash_of(entry)
    if start is None or (holder is outline.root_node and len(holder.entries) == 1):
        raise Unfit
    begin = outline.line_start(start)
    if outline.text[begin:start].strip(" "):
        if at + 1 == len(holder.entries) or entry.key is None:
            raise Unfit  # nothing would stand behind a dash
        return _cut(place, start, holder.entries[at + 1].start)
    end = outline.next_line(entry.end)
    if end == outline.line_end(entry.end) and begin:
        return _cut(place, outline.break_before(begin), end)
    return _cut(place, begin, end)


def _cut(place: Place, start: int, end: int, text: str = "") -> Edit:
    """A stretch of the text that goes, for another; not where an anchor is in it, which others may name."""
    if _ANCHOR.search(place.outline.text, start, end):
        raise Unfit
    return _edit(place, start, end, text)


def _edit(place: Place, start: int, end: int, text: str) -> Edit:
    return Edit(place.outline.span(start, end), text)
