"""How parts of a report may be emphasised; what that looks like is the caller's business."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Role(StrEnum):
    """What a piece of a report is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    TITLE = "title"
    FRAME = "frame"
    LABEL = "label"
    ADDED = "added"
    REMOVED = "removed"


Paint = Callable[[str, Role], str]
"""A text and its role → the text as it is shown; may add escapes, never characters."""


def plain(text: str, _role: Role) -> str:
    """No emphasis at all."""
    return text
