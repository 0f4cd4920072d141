"""Open collections: what of a map or a list has been read so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanwright.diagnostics import Span
    from lanwright.source.document import Marks


class OpenList:
    """A list whose end hasn't come yet; `size` and `height` count its values and levels, aliases followed."""

    __slots__ = ("anchor", "data", "flow", "height", "items", "size", "span")
    awaits_key = False

    def __init__(self, span: Span, anchor: str | None, *, flow: bool) -> None:
        self.span, self.anchor, self.flow = span, anchor, flow
        self.size = self.height = 1
        self.data: list[Any] = []
        self.items: list[Marks] = []

    @property
    def step(self) -> str:
        """The index of the value that is being read."""
        return str(len(self.data))

    @property
    def first(self) -> Span | None:
        """The place of the first item."""
        return self.items[0].span if self.items else None

    def add(self, value: Any, marks: Marks) -> None:
        """Take the next item."""
        self.data.append(value)
        self.items.append(marks)


class OpenMap:
    """A map whose end hasn't come yet; a key waits in it for its value, or it waits for a key."""

    __slots__ = ("_key", "_span", "anchor", "awaits_key", "data", "flow", "height", "items", "size", "span")

    def __init__(self, span: Span, anchor: str | None, *, flow: bool) -> None:
        self.span, self.anchor, self.flow = span, anchor, flow
        self.size = self.height = 1
        self.data: dict[str, Any] = {}
        self.items: dict[str, Marks] = {}
        self.awaits_key = True
        self._key: str | None = None
        self._span = span

    @property
    def step(self) -> str | None:
        """The key whose value is being read, if one is."""
        return None if self.awaits_key else self._key

    @property
    def first(self) -> Span | None:
        """The place of the first key."""
        return next((marks.key for marks in self.items.values()), None)

    def begin(self, key: str | None, span: Span) -> Span | None:
        """Take a key (None for one that was refused); gives the place where it was given before."""
        self._key, self._span = key, span
        self.awaits_key = False
        return self.items[key].key if key is not None and key in self.items else None

    def add(self, value: Any, marks: Marks) -> None:
        """Take the value of the key that waits; the first value of a key stays, that of a refused one goes."""
        self.awaits_key = True
        if self._key is None or self._key in self.data:
            return
        marks.key = self._span
        self.data[self._key] = value
        self.items[self._key] = marks


Frame = OpenMap | OpenList
