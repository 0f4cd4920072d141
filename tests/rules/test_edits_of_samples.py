"""The edits that findings carry, on every bad sample: what they mend is mended, and nothing else is touched."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Diagnostic, Refused, Severity
from lanwright.source import applied
from tests.rules.test_catalogue import SAMPLED, beside, found, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def judged(code: str, intent: Mapping[str, str]) -> Sequence[Diagnostic]:
    """All that is found in an intent that stands where a sample stands."""
    try:
        return pipeline.judge(*pipeline.understand(intent, beside(code, "bad")))
    except Refused as refused:
        return refused.diagnostics


def edited(intent: Mapping[str, str], item: Diagnostic) -> dict[str, str]:
    """The intent with one finding's edits carried out."""
    return {
        name: applied(text, [edit for edit in item.edits if edit.span.file == name])
        for name, text in intent.items()
    }


def errors(found: Sequence[Diagnostic]) -> Counter[str]:
    """How many errors of each code there are."""
    return Counter(item.code for item in found if item.severity is Severity.ERROR)


def offers(code: str) -> list[Diagnostic]:
    """The findings of a sample that carry edits, those of its own code."""
    return [item for item in found(code, "bad") if item.code == code and item.edits]


OFFERED = [code for code in SAMPLED if offers(code)]


@pytest.mark.parametrize("code", OFFERED)
def test_a_finding_goes_when_its_edits_are_made(code: str) -> None:
    """And no error comes in its place; errors of the reader hide those of later stages."""
    before = judged(code, texts(code, "bad"))
    for item in offers(code):
        after = judged(code, edited(texts(code, "bad"), item))
        left = Counter((one.code, one.origin.dotted, one.message) for one in after)
        was = Counter((one.code, one.origin.dotted, one.message) for one in before)
        told = (item.code, item.origin.dotted, item.message)
        assert left[told] < was[told], item.message
        hidden = code < "LW107"
        assert hidden or not errors(after) - errors(before), (item.message, errors(after) - errors(before))


@pytest.mark.parametrize("code", OFFERED)
def test_only_lines_with_an_edit_change(code: str) -> None:
    """Every other line, each comment and each break is what it was."""
    intent = texts(code, "bad")
    for item in offers(code):
        for name, text in edited(intent, item).items():
            old, new = text_lines(intent[name]), text_lines(text)
            touched = {
                number
                for edit in item.edits
                if edit.span.file == name
                for number in range(edit.span.line, edit.span.end_line + 1)
            }
            for kind, first, last, *_ in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
                changed = set() if kind in ("equal", "insert") else set(range(first + 1, last + 1))
                assert changed <= touched


def text_lines(text: str) -> list[str]:
    """The lines with their breaks."""
    return text.splitlines(keepends=True)


def test_most_rules_that_name_a_value_offer_it_as_an_edit() -> None:
    """Among them these, whose values are computed."""
    wanted: tuple[str, ...] = ()
    assert [code for code in wanted if code not in OFFERED] == []
