"""What an unknown name was probably meant to be, found in little time however many names there are."""

from __future__ import annotations

import difflib

import pytest

from lanwright.lower.nearest import suggestion

MANY = [f"service-{number}" for number in range(10_000)]


@pytest.mark.parametrize(
    ("name", "known", "fix"),
    [
        ("hom", ["home", "work"], "write `home`"),
        ("ohme", ["home", "work"], "write `home`"),
        ("xyz", ["home", "work"], "define it under `lans`, or use one of: home, work"),
        ("xyz", [], "define it under `lans`"),
        ("zzzz", MANY, "define it under `lans`"),
        ("service-77x", MANY, "write `service-77`"),
        ("servize-77", MANY, "write `service-77`"),
        ("srvice-77", MANY, "write `service-77`"),
        ("sevrice-77", MANY, "write `service-77`"),
    ],
)
def test_the_nearest_name_is_told(name: str, known: list[str], fix: str) -> None:
    """Or all of them where they are few; else where names are defined."""
    assert suggestion(name, known, "lans") == fix


def test_many_names_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One comparison takes a tenth of a millisecond, and a machine-made intent may have each name wrong."""
    monkeypatch.setattr(difflib, "get_close_matches", None)
    assert suggestion("servize-77", MANY, "services") == "write `service-77`"
