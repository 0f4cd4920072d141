"""Keys hold what can be seen: a finding quotes them, in formats that know lines, and names come of them."""

from __future__ import annotations

import pytest

from lanwright.source import Beside, foreign, parse
from tests.source.texts import problems, refused


@pytest.mark.parametrize(
    ("key", "named"),
    [
        (r'"a\nb"', "U+000A"),
        (r'"a\tb"', "U+0009"),
        (r'"\x1b[31m"', "U+001B"),
        (r'"a\u200bb"', "U+200B"),
        ("a\u00a0b", "U+00A0"),
        ("a\u202eb", "U+202E"),
        ("? |\n  a\n  b\n", "U+000A"),
    ],
)
def test_a_key_that_holds_what_nobody_sees_is_refused_at_its_place(key: str, named: str) -> None:
    """Once, and without a word of it: the character is told by its number."""
    (found,) = problems(f"{key}: 1")
    assert (found.code, found.origin.span.line) == ("LW001", 1)
    assert found.message == f"the key holds {named}, which can't be seen"


def test_an_alias_makes_no_other_key_of_it() -> None:
    """What stands behind the anchor may be a text of several lines; a key may not."""
    assert refused('x: &a "b\\nc"\n*a : 1\n') == [("LW001", 2, 1)]


def test_what_is_below_such_a_key_is_told_by_a_path_of_one_line() -> None:
    """The key stands there in escapes."""
    found = problems('"a\\nb":\n  c: 1\n  c: 2\n')
    assert [(item.code, item.origin.path) for item in found] == [("LW001", ()), ("LW004", ("a\\nb", "c"))]


@pytest.mark.parametrize("key", ["größe", "a b", "✓", "日本", "e\u0301", "\U00014647"])
def test_any_other_letters_are_as_good_as_ours(key: str) -> None:
    """Those of a newer Unicode than this Python's, too."""
    assert problems(f"{key}: 1") == ()


def test_values_may_have_lines() -> None:
    assert parse('k: "a\\nb\\tc"', "f").data == {"k": "a\nb\tc"}


def test_keys_of_other_peoples_files_are_their_own() -> None:
    """Nothing of a compose file is an intent's name."""
    read = foreign("c.yml", Beside('services: {"a\\nb": {}}', ""))
    assert read.document is not None
    assert read.document.data == {"services": {"a\nb": {}}}
