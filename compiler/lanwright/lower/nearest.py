"""Did you mean: the known name that is nearest to an unknown one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEARCHED = 2_000
"""More names than this aren't searched: a suggestion isn't worth the time."""


def suggestion(name: str, known: Iterable[str], where: str) -> str:
    """A fix that names the nearest known name, or all of them where they are few; `where` is where they stand."""
    names = sorted(set(known))[:_SEARCHED]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"write `{near[0]}`"
    if not names:
        return f"define it under `{where}`"
    if len(names) <= 6:
        return f"define it under `{where}`, or use one of: {', '.join(names)}"
    return f"define it under `{where}`"
