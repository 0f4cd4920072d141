"""How a finding lists names."""

from __future__ import annotations

import pytest

from lanwright.rules.listed import listed


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a"], "a"),
        (["a", "b", "c"], "a, b, c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
        (["a", "b", "c", "d", "e", "f"], "a, b, c and 3 more"),
    ],
)
def test_of_many_names_the_first_few_are_told(names: list[str], text: str) -> None:
    """And how many more there are."""
    assert listed(names, 3) == text
