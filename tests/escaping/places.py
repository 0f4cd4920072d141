"""Where a user's text stands in an intent: every name and every text, each with the key of the grammar that it is."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lanwright.intent.schema import schema
from lanwright.source import parse
from tests.every_key.grammar_paths import ITEM, NAME, key_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

FREE = {"options", "settings", "sysctls"}
"""Maps that Docker and the kernel know the keys of, not the grammar."""

_KEYS = key_paths(schema())

WHOLE = Path(__file__).parents[1] / "every_key" / "whole.yaml"


def site() -> Any:
    """An intent with every key of the grammar, and free text wherever Docker takes any."""
    data = parse(WHOLE.read_text(encoding="utf-8"), WHOLE.name).data
    dock1 = data["hosts"]["dock1"]
    dock1["networks"]["ours"] = {"driver": "bridge", "subnet": "172.27.0.0/16", "options": {"odd": "plain"}}
    dock1["services"]["alone"] = {"project": "shop", "networks": {"ours": {}}}
    dock1["docker"]["settings"] |= {
        "labels": ["a=b"],
        "default-network-opts": {"bridge": {"strange": "plain"}},
    }
    return data


@dataclass(frozen=True)
class Place:
    """A text that may be another: a value, or a name with all that refer to it."""

    path: tuple[Any, ...]
    written: str
    is_name: bool

    def __str__(self) -> str:
        kind = "name " if self.is_name else ""
        return kind + ".".join(map(str, self.path))

    def filled(self, data: Any, text: str) -> Any:
        """The intent with another text there."""
        if self.is_name:
            return _renamed(data, self.written, text)
        changed = copy.deepcopy(data)
        inside = changed
        for step in self.path[:-1]:
            inside = inside[step]
        inside[self.path[-1]] = text
        return changed


def places(data: Any) -> list[Place]:
    """A text and a name of each kind, by the grammar's paths; each one of those that may be any text."""
    first: dict[tuple[Any, ...], Place] = {}
    for pattern, place in _below(data, (), ()):
        free = FREE & set(pattern)
        first.setdefault((place.is_name, place.path if free else pattern), place)
    return list(first.values())


def _below(
    data: Any, path: tuple[Any, ...], pattern: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Every text and every name that isn't a key of the grammar."""
    if isinstance(data, dict):
        for name, below in data.items():
            step = name if (*pattern, name) in _KEYS else NAME
            if step == NAME:
                yield (*pattern, step), Place((*path, name), name, is_name=True)
            yield from _below(below, (*path, name), (*pattern, step))
    elif isinstance(data, list):
        for index, below in enumerate(data):
            yield from _below(below, (*path, index), (*pattern, ITEM))
    elif isinstance(data, str):
        yield pattern, Place(path, data, is_name=False)


def _renamed(data: Any, old: str, new: str) -> Any:
    """The intent in which everything of one name has another, and nobody is left behind."""
    if isinstance(data, dict):
        return {new if key == old else key: _renamed(below, old, new) for key, below in data.items()}
    if isinstance(data, list):
        return [_renamed(below, old, new) for below in data]
    return new if data == old else data
