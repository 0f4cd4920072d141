"""Comments that speak to Lanwright: found wherever YAML has a comment, and nowhere else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lanwright.diagnostics import Span
from lanwright.source import merge, parse
from lanwright.source.remarks import Remark, remarks

LOADERS = [
    pytest.param(yaml.SafeLoader, id="PyYAML"),
    pytest.param(getattr(yaml, "CSafeLoader", yaml.SafeLoader), id="libyaml"),
]


def told(text: str, loader: type = yaml.SafeLoader) -> list[tuple[str, int]]:
    """The words of each remark, and the line that it is about."""
    return [(one.words, one.line) for one in remarks(text, "a.yaml", loader)]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1  # lanwright: x", [("x", 1)]),
        ("#lanwright:x y \na: 1", [("x y", 2)]),
        ("a: 1\r\n  # lanwright: x\r\n\r\n# more\r\nb: 2", [("x", 5)]),
        ("# lanwright: x\n# lanwright: y\na: 1", [("x", 3), ("y", 3)]),
        ("a: [1, # lanwright: x\n  # lanwright: y\n  2] # lanwright: z", [("x", 1), ("y", 3), ("z", 3)]),
        ("a: # lanwright: x\n  b: 1", [("x", 1)]),
        ("- # lanwright: x\n  a: 1\n-   # lanwright: y", [("x", 1), ("y", 3)]),
        ("a: |  # lanwright: x\n  # lanwright: text\n# lanwright: y\nb: 1", [("x", 1), ("y", 4)]),
        ("a: >-\n  text\n\n\n# lanwright: x\nb: 1", [("x", 6)]),
        ("a: 1\n# lanwright: x\n", [("x", 0)]),
        ("a: 1\n# lanwright: x", [("x", 0)]),
        ("# lanwright: x", [("x", 0)]),
        ("a: 'é😀'  # lanwright: x", [("x", 1)]),
        ("a: 1 # said # lanwright: x  # more", [("x", 1)]),
        ("--- # lanwright: x\na: 1\n", [("x", 1)]),
        ("a: 'one\n  two' # lanwright: x", [("x", 2)]),
        ("a: one\n  two # lanwright: x", [("x", 2)]),
        ("a: '# lanwright: x'", []),
        ('a: "b # lanwright: x"', []),
        ("a: 'b\n  # lanwright: x\n  c'", []),
        ("a: b#lanwright:x", []),
        ("# Lanwright: x\na: 1", []),
        ("# a word on lanwright: x\na: 1", []),
        ("? a # lanwright: x\n: 1", [("x", 1)]),
    ],
)  # fmt: skip
def test_a_remark_is_a_comment_of_the_parser_s(
    loader: type, text: str, expected: list[tuple[str, int]]
) -> None:
    """Behind text it is about its own line, alone about the next line that holds something."""
    assert told(text, loader) == expected


@pytest.mark.parametrize("loader", LOADERS)
def test_a_remark_has_its_place_in_code_points(loader: type) -> None:
    found = remarks("é: '😀'\n😀: '😀'  # said  # lanwright: x  # more", "a.yaml", loader)
    place = Span("a.yaml", 2, 17, 2, 31)
    told, gone = place._replace(column=30), place._replace(column=15)
    assert found == (Remark("x", place, 2, told, gone),)


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20),
    st.just("# lanwright: not me"),
    st.just("a\n# lanwright: not me\nb"),
)


@given(
    st.dictionaries(st.text("abcde", min_size=1), VALUES, min_size=1), st.sampled_from(["'", '"', "|", ">"])
)
@example({"a": "# lanwright: not me"}, "|")
def test_no_value_is_taken_for_a_remark(data: dict[str, str], style: str) -> None:
    """Whatever stands in quotes or blocks; a comment behind the last line is found all the same."""
    text = yaml.safe_dump(data, default_style=style, allow_unicode=True) + "z: 1 # lanwright: me\n"
    assert [words for words, _ in told(text)] == ["me"]
    assert remarks(text, "a", LOADERS[0].values[0]) == remarks(text, "a", LOADERS[1].values[0])  # type: ignore[arg-type]


def test_the_files_of_a_folder_keep_their_remarks() -> None:
    documents = [parse("a: 1 # lanwright: x\n", "a.yaml"), parse("b: 1\n# lanwright: y\nc: 2\n", "b.yaml")]
    assert [(one.words, one.span.file, one.line) for one in merge(documents, "").remarks] == [
        ("x", "a.yaml", 1),
        ("y", "b.yaml", 3),
    ]


def test_a_byte_order_mark_moves_nothing() -> None:
    assert parse("\ufeffa: 1 # lanwright: x\n", "a.yaml").remarks[0].span == Span("a.yaml", 1, 6, 1, 20)


def test_an_empty_file_has_remarks_too() -> None:
    assert [one.line for one in parse("# lanwright: x\n", "a.yaml").remarks] == [0]


def test_files_of_others_say_nothing_to_lanwright() -> None:
    assert parse("a: 1 # lanwright: x\n", "compose.yaml", foreign=True).remarks == ()
