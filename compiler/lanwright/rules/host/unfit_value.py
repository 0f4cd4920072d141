"""What is wrong with a value of daemon.json that has its key's type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:[kmgtp]i?b?|b)?", re.IGNORECASE)
"""What Docker reads as a size (docker/go-units, RAMInBytes)."""


class Unfit(NamedTuple):
    """What is wrong with a value, at `path` below its key: the words of dockerd, and what would do.

    `starts`: dockerd does, and no container.
    """

    path: tuple[str | int, ...]
    words: str
    instead: str
    starts: bool = False
    severity: Severity = Severity.ERROR


def texts(value: Any) -> Iterator[tuple[int, str]]:
    """The texts of a list, with their places."""
    if isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, str))
