"""Changes of an intent that mend it, told by what they mean; `Manuscript` makes edits of the text from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin


@dataclass(frozen=True, slots=True)
class Write:
    """What stands at a place becomes another value.

    `whole` says that a collection in brackets may stand there, all of which is replaced.
    """

    origin: Origin
    value: Any
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """Keys are merged into the map at a place: what is missing is added, maps merge, lists grow, a value is replaced.

    Attributes:
        tree: what is merged in.
        short: the key that a bare value stands for there (`real_lan: 192.168.0.241` is its `address`).
        first: whether new keys stand before those that are there.
    """

    origin: Origin
    tree: Mapping[str, Any]
    short: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """A key goes, with its value; where the place is an item of its list, that item.

    `key` is the name of what goes: where the value stands alone, short for a map with this key, an empty map stays.
    """

    origin: Origin
    key: str


@dataclass(frozen=True, slots=True)
class Rename:
    """A key gets another name."""

    origin: Origin
    key: str


Change = Write | Add | Drop | Rename


def united(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two trees in one: maps merge, lists follow each other, of two values the later one stays."""
    merged = dict(one)
    for key, value in other.items():
        mine = merged.get(key)
        if isinstance(mine, Mapping) and isinstance(value, Mapping):
            merged[key] = united(mine, value)
        elif isinstance(mine, list) and isinstance(value, list):
            merged[key] = [*mine, *value]
        else:
            merged[key] = value
    return merged
