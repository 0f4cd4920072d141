"""The catalogue as a whole: every rule has its page and its samples, and the samples' marks are what the compiler finds.

A bad sample marks each line that something is found at: `#! LW201`, several codes side by side, `LW205:warning` where the
severity matters. A sample is a file or, where the rule is about several files, a folder; `before.yml` in
it is what the output folder was built from, for what `build` finds by comparing the two.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import lanwright.rules
from lanwright import pipeline
from lanwright.diagnostics import Refused, Severity
from lanwright.rules import Rule, catalogue
from tests.rules.samples import SAMPLED, beside, found, said, texts, understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Diagnostic

SAID = Path(__file__).parent / "said"
FAMILIES = {
    "0": "reading", "1": "names", "2": "addressing", "3": "macvlan", "4": "ipvlan",
    "5": "bridges", "6": "access", "7": "host", "8": "expectations",
}  # fmt: skip
MARK = re.compile(r"#!((?: LW[0-9]{3}(?::[a-z]+)?)+)\s*$")


def declared() -> Iterator[tuple[str, Rule]]:
    """Each rule with the module that it stands in, `addressing.overlapping_pools`."""
    for module in pkgutil.walk_packages(lanwright.rules.__path__, "lanwright.rules."):
        for item in vars(importlib.import_module(module.name)).values():
            rule = getattr(item, "__rule__", None)
            if isinstance(rule, Rule) and item.__module__ == module.name:
                yield module.name.removeprefix("lanwright.rules."), rule


RULES = dict(declared())
JUDGED = sorted(rule.code for rule in RULES.values() if rule.judge)
PAIRS = [pytest.param(module, rule, id=rule.code) for module, rule in RULES.items()]


@cache
def marked(code: str) -> set[tuple[str, int, str]]:
    """The marks of a bad sample: file, line, code with the severity that the mark asks for."""
    return {
        (name, number, mark)
        for name, text in texts(code, "bad").items()
        for number, line in enumerate(text.split("\n"), start=1)
        for marks in MARK.findall(line)
        for mark in marks.split()
    }


def shown(item: Diagnostic, marks: set[tuple[str, int, str]]) -> tuple[str, int, str]:
    """A finding as its mark: with the severity if there is a mark that asks for it."""
    place = (item.origin.span.file, item.origin.span.line)
    full = f"{item.code}:{item.severity}"
    return (*place, full if (*place, full) in marks else item.code)


def test_the_catalogue_holds_every_rule_once() -> None:
    """The folder scan finds each of them; two rules of one code are a fault of ours."""
    codes = [rule.code for rule in RULES.values()]
    assert len(codes) == len(set(codes))
    assert list(catalogue()) == sorted(codes)


@pytest.mark.parametrize(("module", "rule"), PAIRS)
def test_a_rule_stands_in_its_family_s_folder_under_its_own_name(module: str, rule: Rule) -> None:
    """`LW201` is `addressing/overlapping_pools.py`, and a person calls it overlapping-pools."""
    assert re.fullmatch(r"LW[0-8][0-9]{2}", rule.code)
    assert module == f"{FAMILIES[rule.code[2]]}.{rule.name.replace('-', '_')}"


@pytest.mark.parametrize(("module", "rule"), PAIRS)
def test_a_rule_has_a_title_and_a_page(module: str, rule: Rule) -> None:
    """One line for the list; then what happens and why; then what to write. Sentences of text, 120 columns at most."""
    del module
    title, *paragraphs = rule.page.split("\n\n")
    assert re.fullmatch(r"[A-Z`].{8,100}\.", title)
    assert rule.title == title.removesuffix(".")
    assert len(paragraphs) >= 2
    assert paragraphs[-1].rstrip().endswith(".")
    assert max(map(len, rule.page.splitlines())) <= 120


@pytest.mark.parametrize(("module", "rule"), PAIRS)
def test_a_rule_has_a_bad_and_a_good_sample(module: str, rule: Rule) -> None:
    """They are the page's examples, and the tests below."""
    del module
    assert texts(rule.code, "bad")
    assert texts(rule.code, "good")
    assert marked(rule.code)


def test_there_is_a_rule_for_every_folder_of_samples() -> None:
    """A rule that went away takes its samples along."""
    assert [code for code in SAMPLED if code not in catalogue()] == []


@pytest.mark.parametrize("code", SAMPLED)
def test_the_bad_sample_has_what_its_marks_say(code: str) -> None:
    """The whole compiler is asked, so that no rule speaks where another one has said it."""
    marks = marked(code)
    assert {shown(item, marks) for item in found(code, "bad")} == marks
    assert any(mark.startswith(code) for _, _, mark in marks)


@pytest.mark.parametrize("code", JUDGED)
def test_a_rule_speaks_in_no_other_sample_than_those_that_mark_it(code: str) -> None:
    """Each of them is an intent that a rule must come to terms with, whatever it is about."""
    for sample, kind in product(SAMPLED, ("bad", "good")):
        try:
            site, plan = understood(sample, kind)
        except Refused:
            continue
        said = pipeline.judge(site, plan, lambda each: each == code)
        told = [item for item in said if sample == code or item.severity is not Severity.INFO]
        marks = marked(sample) if kind == "bad" else set()
        meant = {mark for mark in marks if mark[2].startswith(code)}
        assert {shown(item, marks) for item in told} == meant


@pytest.mark.parametrize("code", SAMPLED)
def test_the_good_sample_has_nothing(code: str) -> None:
    """What the fix leads to is clean for every rule."""
    assert [(item.code, item.origin.span.line, item.message) for item in found(code, "good")] == []


@pytest.mark.parametrize("code", SAMPLED)
def test_a_finding_says_where_what_and_how_to_go_on(code: str) -> None:
    """Its place is in the text; its message is one line without a full stop; it has a reason or a remedy."""
    lines = {name: text.split("\n") for name, text in texts(code, "bad").items()}
    lines |= {name: file.text.split("\n") for name, file in beside(code, "bad").items()}
    for item in found(code, "bad"):
        for span in (item.origin.span, *(other.origin.span for other in item.related)):
            line = lines[span.file][span.line - 1]
            assert 1 <= span.column <= len(line) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert re.fullmatch(r"[^\n]*[^\n. ]", item.message)
        assert item.why or item.fix
        assert not any(text.endswith(".") for text in (item.why, item.fix))


@pytest.mark.parametrize("code", SAMPLED)
def test_every_word_about_the_bad_sample_is_as_it_was(code: str) -> None:
    """Message, place, what stands elsewhere, why and fix; `python -m tests.refresh` writes them anew."""
    assert said(code) == (SAID / f"{code}.txt").read_text(encoding="utf-8")


def test_no_words_are_left_of_a_rule_that_went_away() -> None:
    assert sorted(file.stem for file in SAID.iterdir()) == SAMPLED
