"""Generated files that are committed are what the code makes today."""

from __future__ import annotations

import pytest

from tests.refresh import ROOT, generated


@pytest.mark.parametrize("path", sorted(generated()))
def test_a_generated_file_is_fresh(path: str) -> None:
    """`python -m tests.refresh` writes it anew."""
    assert (ROOT / path).read_text(encoding="utf-8") == generated()[path]
