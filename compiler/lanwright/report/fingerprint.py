"""What a finding is recognised by from one commit to the next, wherever its line has moved to.

Code, file, the intent's path without list positions, and the text that is underlined; where all of that is the same
twice, the second is the second. Inserted lines, other findings and the wording of messages change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.diagnostics import Diagnostic
    from lanwright.report.sources import Sources

_LENGTH = 32
"""Hex digits that are kept: 128 bits."""


def fingerprints(items: Iterable[Diagnostic], sources: Sources) -> Iterator[str]:
    """One for each finding, in the findings' own order, which is that of the text."""
    seen: Counter[str] = Counter()
    for item in items:
        what = json.dumps(_what(item, sources))
        seen[what] += 1
        yield hashlib.sha256(f"{what}#{seen[what]}".encode()).hexdigest()[:_LENGTH]


def _what(item: Diagnostic, sources: Sources) -> list[str]:
    span = item.origin.span
    seen = sources.seen(span)
    line, span = seen if seen is not None else ("", span)
    end = span.end_column if span.end_line == span.line else len(line) + 1
    path = ("*" if step.isdecimal() else step for step in item.origin.path)
    return [item.code, sources.shown(span.file), *path, " ".join(line[span.column - 1 : end - 1].split())]
