"""Edits carried out: a text in, the text with them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Edit

_BREAK = re.compile("\r\n|\r|\n")
_MARK = "\ufeff"


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits carried out; they lie apart, and a byte-order mark counts for nothing."""
    body = text.removeprefix(_MARK)
    lines = [0, *(found.end() for found in _BREAK.finditer(body))]
    mark = text[: len(text) - len(body)]
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        start = lines[edit.span.line - 1] + edit.span.column - 1
        end = lines[edit.span.end_line - 1] + edit.span.end_column - 1
        body = body[:start] + edit.text + body[end:]
    return mark + body


def apart(one: Edit, other: Edit) -> bool:
    """Whether two edits, the earlier one first, leave each other's text alone: two at one point don't."""
    if one.span.file != other.span.file:
        return True
    ends, begins = one.span[3:], other.span[1:3]
    return ends < begins or (ends == begins and one.span[1:] != other.span[1:])
