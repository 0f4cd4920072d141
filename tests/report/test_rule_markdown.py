"""The rules' pages as Markdown."""

from __future__ import annotations

import re

import pytest

from lanwright.cli.rule_samples import rule_samples
from lanwright.report.rule_markdown import index, marked_up, page
from lanwright.rules import catalogue


@pytest.mark.parametrize("code", catalogue())
def test_a_page_says_what_explain_says(code: str) -> None:
    """Every sentence, and each sample as it is."""
    rule, samples = catalogue()[code], rule_samples(code)
    shown = page(rule, samples)
    plain = re.sub(r"\[(LW\d{3})\]\(\1\.md\)", r"\1", shown)
    assert plain.startswith(
        f"<!-- Generated from the rules' own pages by `python -m tests.refresh`. -->\n\n# {code} "
    )
    for sentence in rule.page.partition("\n")[2].split("\n\n"):
        assert marked_up(sentence.strip()) in plain
    assert samples
    for text in samples.values():
        assert f"```yaml\n{text.rstrip()}\n```" in shown


def test_the_index_leads_to_every_page() -> None:
    assert re.findall(r"^\| \[(LW\d{3})\]\(\1\.md\)", index(catalogue().values()), re.MULTILINE) == list(
        catalogue()
    )


def test_other_rules_are_links() -> None:
    """A page's own code isn't, nor is one within back-quotes."""
    assert "[LW301](LW301.md)" in page(catalogue()["LW209"], {})
    assert "](LW209.md)" not in page(catalogue()["LW209"], {})
    assert "](LW" not in page(catalogue()["LW008"], {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("br-<id>", "br-\\<id\\>"),
        ("`br-<id>` and *", "`br-<id>` and \\*"),
        ("[a](b)", "\\[a\\](b)"),
        ("a|b", "a\\|b"),
        ("plain, `code`.", "plain, `code`."),
    ],
)
def test_only_back_quotes_are_markdown(text: str, expected: str) -> None:
    assert marked_up(text) == expected
