"""Did you mean: the known name that is nearest to an unknown one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

_COMPARED = 200
"""More names than this aren't compared one by one: a thousand unknown names among as many would take minutes."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_./"


def suggestion(name: str, known: Iterable[str], where: str) -> str:
    """A fix that names the nearest known name, or all of them where they are few; `where` is where they stand."""
    names = set(known)
    near = nearest_name(name, names)
    if near:
        return f"write `{near}`"
    if 0 < len(names) <= 6:
        return f"define it under `{where}`, or use one of: {', '.join(sorted(names))}"
    return f"define it under `{where}`"


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like an unknown one; None where none is like it."""
    names = set(known)
    return _most_alike(name, names) if len(names) <= _COMPARED else _one_error_away(name, names)


def _most_alike(name: str, known: AbstractSet[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)), None)


def _one_error_away(name: str, known: AbstractSet[str]) -> str | None:
    """The first known name that one typing error makes this one of; its cost doesn't depend on how many there are."""
    return next((meant for meant in _meant(name) if meant in known), None)


def _meant(name: str) -> Iterator[str]:
    """What may have been meant: a letter too many, one too few, a wrong one, or two that changed places."""
    for place in range(len(name) + 1):
        before, after = name[:place], name[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]
