"""Changes → edits of the text that carry them out: what isn't changed keeps every character, comments above all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lanwright.change import Add, Drop, Rename, Write, united
from lanwright.source.applied import apart
from lanwright.source.edits import Place, Unfit, begun, dropped, grown, inserted, renamed, written
from lanwright.source.limits import MAX_EDITED
from lanwright.source.outline import Outline
from lanwright.source.rendered import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Edit, Origin

_DEFAULTS = "defaults"


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
        except Unfit:
            return ""
        return outline.text[entry.value.start : entry.value.end]

    def _made(self, changes: Iterable[Change]) -> tuple[Edit, ...]:
        try:
            found = sorted(edit for change in changes for edit in self._edits(change))
        except Unfit:
            return ()
        return tuple(found) if all(map(apart, found, found[1:])) else ()

    def _edits(self, change: Change) -> Iterator[Edit]:
        place = self._place(change.origin)
        match change:
            case Write(value=value, whole=whole):
                yield written(place, value, whole=whole)
            case Rename(key=key):
                yield renamed(place, key)
            case Drop(key=key):
                yield dropped(place, key)
            case Add(tree=tree, short=short, first=first):
                yield from self._added(place, tree, short, first=first)

    def _place(self, origin: Origin) -> Place:
        name = origin.span.file
        if name not in self._texts or len(self._texts[name]) > MAX_EDITED:
            raise Unfit
        if name not in self._outlines:
            self._outlines[name] = Outline(self._texts[name], name)
        entry = self._outlines[name].entry(origin)
        if entry is None:
            raise Unfit
        return Place(self._outlines[name], entry, origin.path)

    def _added(
        self, place: Place, tree: Mapping[str, Any], short: str = "", *, first: bool = False
    ) -> Iterator[Edit]:
        node = place.node
        if node.kind != "map":
            yield from begun(place, tree, short)
            return
        new = {}
        for key, value in tree.items():
            there = self._below(place, key, value)
            if there is None:
                new[key] = value
            else:
                yield from self._merged(there, value)
        if new:
            yield inserted(
                place, [f"{rendered(key)}: {rendered(value)}" for key, value in new.items()], first=first
            )

    def _merged(self, place: Place, value: Any) -> Iterator[Edit]:
        if isinstance(value, Mapping):
            yield from self._added(place, value)
        elif isinstance(value, list):
            yield grown(place, value)
        else:
            yield written(place, value)

    def _below(self, place: Place, key: str, value: Any) -> Place | None:
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
