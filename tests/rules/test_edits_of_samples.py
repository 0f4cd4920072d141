"""The edits that findings carry, on every bad sample: what they mend is mended, and nothing else is touched."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Diagnostic, Refused, Severity
from lanwright.source import applied
from tests.rules.samples import SAMPLED, beside, found, texts

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


COMPUTED = """
    LW002 LW003 LW006 LW008 LW101 LW201 LW202 LW203 LW204 LW205 LW206 LW207 LW208 LW209 LW210 LW211 LW212 LW213 LW214 LW215
    LW216 LW217 LW218 LW219 LW220 LW221 LW222 LW223 LW224 LW225 LW226 LW227 LW229 LW230 LW302 LW303 LW304 LW305 LW306 LW308
    LW309 LW312 LW315 LW316 LW318 LW402 LW403 LW404 LW407 LW501 LW502 LW503 LW505 LW507 LW508 LW509 LW510 LW601 LW602
    LW603 LW604 LW605 LW606 LW607 LW610 LW611 LW612 LW615 LW616 LW617 LW619 LW622 LW701 LW702 LW703 LW705 LW707 LW709
    LW710 LW713 LW717 LW718 LW721
"""
"""Rules whose fix is a value that can be computed."""


@pytest.mark.parametrize("code", COMPUTED.split())
def test_a_value_that_can_be_computed_is_offered_as_an_edit(code: str) -> None:
    assert code in OFFERED


SAFE = [
    "LW002",
    "LW003",
    "LW008",
    "LW206",
    "LW207",
    "LW212",
    "LW218",
    "LW227",
    "LW303",
    "LW312",
    "LW602",
    "LW702",
    "LW726",
]


def test_safe_edits_are_those_of_few_rules() -> None:
    """docs/decisions.md tells which, and why; all else waits for a person."""
    safe = {item.code for code in SAMPLED for item in found(code, "bad") if item.safe}
    assert sorted(safe) == SAFE
