"""What becomes of a small intent when the edits of a finding are made."""

from __future__ import annotations

from collections import Counter
from textwrap import dedent
from types import MappingProxyType
from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.diagnostics import Diagnostic, Refused, Severity, told_once
from lanwright.source import applied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.source import Beside

NOTHING_BESIDE: Mapping[str, Beside] = MappingProxyType({})
NAME = "lanwright.yaml"


def mended(code: str, text: str, beside: Mapping[str, Beside] = NOTHING_BESIDE) -> list[str]:
    """For each finding of a code the lines that its edits make, side by side; it must be gone then, and no error have come.

    A finding without an edit is told by a dash, one whose edit only takes away by nothing.
    """
    text = dedent(text)
    before = _judged(text, beside)
    return [
        _carried_out(text, item, before, beside) if item.edits else "-"
        for item in before
        if item.code == code
    ]


def _carried_out(text: str, item: Diagnostic, before: list[Diagnostic], beside: Mapping[str, Beside]) -> str:
    after = applied(text, item.edits)
    found = _judged(after, beside)
    assert item.message not in [one.message for one in found if one.code == item.code]
    assert not _errors(found) - _errors(before), (_errors(found) - _errors(before), after)
    old = Counter(map(str.strip, text.splitlines()))
    return " ".join((Counter(map(str.strip, after.splitlines())) - old).elements())


def _judged(text: str, beside: Mapping[str, Beside]) -> list[Diagnostic]:
    try:
        return list(told_once(pipeline.judge(*pipeline.understand({NAME: text}, beside))))
    except Refused as refused:
        return list(refused.diagnostics)


def _errors(found: list[Diagnostic]) -> Counter[str]:
    return Counter(item.code for item in found if item.severity is Severity.ERROR)
