"""Generated files that are committed are what the code makes today."""

from __future__ import annotations

import pytest

from tests.refresh import ROOT, generated

FILES = generated()


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_generated_file_is_fresh(path: str) -> None:
    """`python -m tests.refresh` writes it anew."""
    assert (ROOT / path).read_text(encoding="utf-8") == FILES[path]


def test_no_page_is_left_of_a_rule_that_went_away() -> None:
    assert {f"docs/rules/{page.name}" for page in (ROOT / "docs/rules").iterdir()} <= FILES.keys()
