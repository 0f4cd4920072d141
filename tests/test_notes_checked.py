"""docs/notes-checked.md: each statement has a verdict, something that shows it, and a sample to take instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "notes-checked.md"

VERDICT = re.compile(r"holds|wrong|holds only (until|while|where|with|for|as long as) .+")
LAB_CASE = re.compile(r"`(tests/lab/[\w/]+\.py)::(test_\w+)`")
SOURCE = re.compile(
    r"(moby|linux) `[\w./-]+`|moby issue [\w-]+/[\w-]+#\d+|RFC \d+, [\d.]+|IEEE 802\.\S+, [\d.]+|[\w-]+\([58]\)"
)
SAMPLE = re.compile(r"\[(\w+)\]\(\.\./samples/(\w+)/\)")


class Row(NamedTuple):
    """One statement, as the page has it."""

    number: str
    statement: str
    verdict: str
    what_is_so: str
    shown_by: str
    instead: str


def rows() -> list[Row]:
    """Every row of the page's tables, without their heads."""
    lines = (line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line))
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


def test_they_are_numbered() -> None:
    """One after another, so that they can be spoken of."""
    assert [row.number for row in rows()] == [str(number) for number in range(1, len(rows()) + 1)]
    assert len(rows()) > 40


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.number} {row.statement}")
def test_a_statement_is_judged_shown_and_replaced(row: Row) -> None:
    """The verdict is one of three; a test of the lab that is there, or a source, shows it; the sample is there."""
    assert VERDICT.fullmatch(row.verdict), row.verdict
    cases = LAB_CASE.findall(row.shown_by)
    assert cases or SOURCE.search(row.shown_by), row.shown_by
    for file, name in cases:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {item.name for item in tree.body if isinstance(item, ast.FunctionDef)}, (
            f"{file}::{name}"
        )
    shown, folder = SAMPLE.fullmatch(row.instead).groups()  # type: ignore[union-attr]  # no match is a failure
    assert shown == folder
    assert (ROOT / "samples" / folder / "README.md").is_file()
