"""What can't be read is refused, with its place, all of it at once."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import MAX_PROBLEMS
from lanwright.source import parse
from lanwright.source.limits import MAX_ALIASED, MAX_BYTES, MAX_DEPTH
from tests.source.texts import problems, refused

pytestmark = pytest.mark.usefixtures("loader")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2\nb: 3", [("LW001", 2, 2)]),
        ("a: b: c", [("LW001", 1, 5)]),
        ("a:\n\t- b", [("LW001", 2, 1)]),
        ("a: 'b", [("LW001", 1, 6)]),
        ("a: @b", [("LW001", 1, 4)]),
        ("a: b\n c: d", [("LW001", 2, 3)]),
        ("a: {b: 1", [("LW001", 1, 9)]),
        ("a: 1\nb\n", [("LW001", 3, 1)]),
        ("a: \x00", [("LW001", 1, 4)]),
        ("a: 1\nb: \x07", [("LW001", 2, 4)]),
        ("a: x\u2028y", [("LW001", 1, 5)]),
        ("a: x\x85y", [("LW001", 1, 5)]),
        ("a: x\ufeffy", [("LW001", 1, 5)]),
        ("a: \ud800", [("LW001", 1, 4)]),
        ('a: "\\e[31m"', [("LW001", 1, 4)]),
        ('"\\a": 1', [("LW001", 1, 1)]),
        ("a: 1\n---\nb: 2", [("LW001", 2, 1)]),
        ("a: *b", [("LW001", 1, 4)]),
        ("a: &a [*a]", [("LW001", 1, 8)]),
        ("a: !!int 1", [("LW001", 1, 4)]),
        ("a: !vault x", [("LW001", 1, 4)]),
        ("a: !!python/object:os.system {}", [("LW001", 1, 4)]),
        ("!k a: 1", [("LW001", 1, 1)]),
        ("<<: {a: 1}", [("LW002", 1, 1)]),
        ("a: &a {b: 1}\nc:\n  <<: *a", [("LW002", 3, 3)]),
        ("? [a]\n: 1", [("LW003", 1, 3)]),
        ("? {a: 1}\n: 1", [("LW003", 1, 3)]),
        ("a: &a [1]\n*a : 2", [("LW003", 2, 1)]),
        ("a: 1\nb: 2\na: 3", [("LW004", 3, 1)]),
        ("k: {a: 1, 'a': 2}", [("LW004", 1, 11)]),
        ("&k a: 1\n*k : 2", [("LW004", 2, 1)]),
    ],
)
def test_each_fault_has_its_code_and_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    """LW001 for what isn't YAML or isn't text, LW002 for `<<`, LW003 for keys, LW004 for what is given twice."""
    assert refused(text) == expected


def test_all_that_can_be_found_is_told_at_once() -> None:
    """Only a fault of the YAML itself ends the reading."""
    text = "a: 1\na: 2\n<<: {}\nb: !x 1\nc: *y\nd: [1, 2\n"
    assert [code for code, _, _ in refused(text)] == ["LW004", "LW002", "LW001", "LW001", "LW001"]


def test_a_key_given_twice_shows_both_places_and_keeps_its_path() -> None:
    """The second is the finding, the first is related; list items are part of the path."""
    (found,) = problems("x:\n  - {p: 1}\n  - {q: 1, q: 2}")
    assert (found.origin.dotted, found.origin.span.line, found.origin.span.column) == ("x.1.q", 3, 12)
    assert [(other.origin.span.line, other.origin.span.column) for other in found.related] == [(3, 6)]


def test_the_merge_key_s_fix_names_the_defaults() -> None:
    """`<<` is how people share keys in YAML; here hosts share by `defaults.host`."""
    (found,) = problems("hosts: {<<: {}}")
    assert "`defaults.host`" in found.fix


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("a: b: c", "not YAML: a `: ` that begins no value here", "put the text in quotes"),
        ("a:\n\tb: 1", "not YAML: a tab in the indentation", "indent with spaces"),
        ("a: 'b", "not YAML: the quotes aren't closed", "close them"),
        ("a: {b: 1", "not YAML: a `,` is missing, or the closing bracket", "close what is opened here"),
        ("a: @b", "not YAML: no text can begin with this character", "put the text in quotes"),
        ("a:\n  - 1\n b: 2", "not YAML: this line doesn't fit the lines above it", "in one column"),
    ],
)
def test_the_commonest_faults_are_told_in_plain_words(text: str, message: str, fix: str) -> None:
    """Both readers lead to the same sentence; the parser's own words stand beside it."""
    (found,) = problems(text)
    assert found.message == message
    assert fix in found.fix
    assert found.why.startswith("the parser says: ")


def test_an_unclosed_bracket_shows_where_it_was_opened() -> None:
    """The parser notices lines later."""
    (found,) = problems("a: [1,\n  2\nb: 3\n")
    assert [(other.origin.span.line, other.origin.span.column) for other in found.related] == [(1, 4)]


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 50_000,
        "{a: " * 50_000,
        "a: " + "[" * 50_000,
        "a: {}\nb: " + "[" * 50_000,
        "- " * 50_000,
        "".join(" " * level + "a:\n" for level in range(2_000)),
    ],
    ids=["lists", "maps", "a value", "a later value", "items", "lines"],
)
def test_depth_is_bounded(deep: str) -> None:
    """By a bound of our own, or by one of libyaml's, which looks ahead; long before any stack ends."""
    (found,) = problems(deep)
    assert (found.code, found.message) == ("LW005", f"nested deeper than {MAX_DEPTH} levels")


def test_the_deepest_that_is_allowed_is_read() -> None:
    """The bound counts collections, and one more is too many."""
    assert problems("[" * MAX_DEPTH + "]" * MAX_DEPTH) == ()
    assert refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [("LW005", 1, MAX_DEPTH + 1)]


def test_aliases_count_as_deep_as_what_they_stand_for() -> None:
    """Depth can't be smuggled in by aliases."""
    chain = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, MAX_DEPTH + 1))
    (code, line, _), *others = refused(chain)
    assert (code, line, others) == ("LW005", MAX_DEPTH, [])


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    """Nine lines, ten to the ninth values: counted as if they were written out, never written out."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    (found,) = problems(bomb)
    assert (found.code, found.origin.dotted.partition(".")[0]) == ("LW005", "a5")
    assert f"{MAX_ALIASED:,}" in found.message


def test_aliases_of_a_real_intent_are_far_from_the_bound() -> None:
    """A map of twenty values, shared by four thousand others."""
    text = "a: &a {" + ", ".join(f"k{n}: {n}" for n in range(20)) + "}\n"
    assert problems(text + "".join(f"b{n}: *a\n" for n in range(4000))) == ()


def test_values_that_are_written_are_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the bytes that a file may have."""
    monkeypatch.setattr("lanwright.source.build.MAX_VALUES", 100)
    assert problems("[" + "x," * 99 + "]") == ()
    assert refused("[" + "x," * 100 + "]") == [("LW005", 1, 200)]


def test_a_bomb_of_keys_is_refused_like_one_of_values() -> None:
    """An alias of a collection is never made a key, so its text is never built."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 12))
    assert refused(bomb + "*a11 : 1\n") == [("LW003", 13, 1)]


def test_size_is_bounded_in_bytes() -> None:
    """Of the text as UTF-8."""
    assert refused("#" + "ä" * (MAX_BYTES // 2)) == [("LW005", 1, 1)]


def test_a_stage_stops_at_a_thousand_problems() -> None:
    """Nobody reads more, and a machine-made file can hold a million."""
    assert len(problems("a: 1\n" * (MAX_PROBLEMS + 10))) == MAX_PROBLEMS


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff", "~", "null"]
)
def test_an_empty_file_is_an_empty_map(text: str) -> None:
    """What it lacks is said by the next stage."""
    read = parse(text, "f")
    assert (read.data, read.origin(()).span.line) == ({}, 1)


def test_a_list_at_the_top_is_read_as_it_stands() -> None:
    """Its type is the next stage's business."""
    assert parse("- a\n- b", "f").data == ["a", "b"]
