"""Every key and value knows where it stands: lines and columns from 1, in code points, the end exclusive."""

from __future__ import annotations

import pytest

from lanwright.source import parse
from tests.source.texts import key, text_of, where

pytestmark = pytest.mark.usefixtures("loader")

BLOCK = """\
version: 1
hosts:
  dock1:
    listens: [22/tcp, "80/tcp"]
    network: {mode: bridge, of: [a, b]}
    empty:
    many:
      - one
      - two: 2
        three: 3
      -   - deep
"""


@pytest.mark.parametrize(
    ("path", "expected_key", "expected_text"),
    [
        ("version", "1:1-8", "1:10-11"),
        ("hosts", "2:1-6", "3:3-8"),
        ("hosts.dock1", "3:3-8", "4:5-12"),
        ("hosts.dock1.listens", "4:5-12", "4:14-32"),
        ("hosts.dock1.network", "5:5-12", "5:14-40"),
        ("hosts.dock1.network.mode", "5:15-19", "5:21-27"),
        ("hosts.dock1.network.of", "5:29-31", "5:33-39"),
        ("hosts.dock1.empty", "6:5-10", "6:11-11"),
        ("hosts.dock1.many", "7:5-9", "8:9-12"),
        ("hosts.dock1.many.1.two", "9:9-12", "9:14-15"),
        ("hosts.dock1.many.1.three", "10:9-14", "10:16-17"),
    ],
)
def test_a_key_and_its_value_have_their_places(path: str, expected_key: str, expected_text: str) -> None:
    """Block maps, flow maps, flow lists, quotes, a key without a value."""
    read = parse(BLOCK, "f")
    assert (key(read, *path.split(".")), text_of(read, *path.split("."))) == (expected_key, expected_text)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("hosts.dock1.listens.0", "4:15-21"),
        ("hosts.dock1.listens.1", "4:23-31"),
        ("hosts.dock1.network.of.1", "5:37-38"),
        ("hosts.dock1.many.0", "8:9-12"),
        ("hosts.dock1.many.1", "9:9-12"),
        ("hosts.dock1.many.2.0", "11:13-17"),
    ],
)
def test_a_list_item_has_its_place(path: str, expected: str) -> None:
    """Items of flow and block lists, and of lists in lists."""
    assert text_of(parse(BLOCK, "f"), *path.split(".")) == expected


def test_what_a_finding_underlines() -> None:
    """`key: value` where both stand on one line, the key of what is longer, the item of a list."""
    read = parse(BLOCK, "f")
    assert where(read.origin(["version"]).span) == "1:1-11"
    assert where(read.origin(["hosts", "dock1"]).span) == "3:3-8"
    assert where(read.origin(["hosts", "dock1", "listens", "1"]).span) == "4:23-31"
    assert where(read.origin(["hosts", "dock1", "network", "mode"]).span) == "5:15-27"


def test_a_path_that_does_not_exist_leads_to_the_nearest_part_that_does() -> None:
    """So that what is missing is told where it is missed."""
    origin = parse(BLOCK, "f").origin(["hosts", "dock1", "listens", "7", "x"])
    assert (origin.dotted, origin.span.line) == ("hosts.dock1.listens", 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one_line(end: str) -> None:
    """Unix, Windows, and the lone carriage return that YAML counts as well."""
    assert key(parse(f"a: 1{end}b: 2{end}{end}c: 3", "f"), "c") == "4:1-2"


def test_columns_count_code_points_and_a_byte_order_mark_is_no_column() -> None:
    """Not bytes, not UTF-16 units; a tab is one column, too."""
    read = parse('\ufeff{"äöü": "🐳🐳", z: 1}', "f")
    assert (key(read, "äöü"), text_of(read, "äöü"), key(read, "z")) == ("1:2-7", "1:9-13", "1:15-16")
    assert text_of(parse("k: 'a\tb'", "f"), "k") == "1:4-9"


def test_a_text_of_several_lines_ends_where_its_last_line_does() -> None:
    """Plain and quoted texts; the key is underlined."""
    read = parse("k: a b\n  c d\nq: 'x\n\n  y'\n", "f")
    assert (text_of(read, "k"), text_of(read, "q")) == ("1:4-2:6", "3:4-5:5")
    assert where(read.origin(["q"]).span) == "3:1-2"


def test_an_alias_stands_where_it_is_written_and_what_it_holds_where_that_is() -> None:
    """A finding about a shared value names the line that wrote it; one about the key names the alias."""
    read = parse("a: &x\n  m: 1\nb: *x\nc: &y 5\nd: *y\n", "f")
    assert (key(read, "b"), text_of(read, "b"), key(read, "b", "m")) == ("3:1-2", "3:4-6", "2:3-4")
    assert where(read.origin(["d"]).span) == "5:1-6"
    assert read.data["b"] == {"m": 1}


def test_each_part_names_its_file() -> None:
    """`parse` is told the name, and every span carries it."""
    assert parse("a: 1", "lans/home.yaml").origin(["a"]).span.file == "lans/home.yaml"
