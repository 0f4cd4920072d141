"""Files that stand beside an intent and are read for comparison, such as a project's own compose file."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Refused
from lanwright.source.parse import parse

if TYPE_CHECKING:
    from lanwright.diagnostics import Span
    from lanwright.source.document import Document


class Beside(NamedTuple):
    """A file's text, or in `fault` why it can't be had, as the rest of a sentence."""

    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file that isn't an intent, read; or why it can't be, and where inside."""

    name: str
    document: Document | None
    fault: str = ""
    span: Span | None = None


def foreign(path: str, beside: Beside) -> Foreign:
    """Read a file's text, if it could be had; what is wrong with it is no refusal, but a matter of comparison."""
    name = posixpath.normpath(path)
    if beside.fault:
        return Foreign(name, None, beside.fault)
    try:
        return Foreign(name, parse(beside.text, name, foreign=True))
    except Refused as refused:
        first = refused.diagnostics[0]
        return Foreign(name, None, first.message, first.origin.span)
