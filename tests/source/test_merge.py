"""The files of a folder as one intent, and one map over another."""

from __future__ import annotations

import importlib

import pytest

from lanwright.diagnostics import Refused
from lanwright.source import Document, Part, merge, overlay, parse


def merged(**files: str) -> Document:
    """The files, named by their keys, in that order."""
    return merge((parse(text, f"{name}.yaml") for name, text in files.items()), "site")


def test_maps_merge_and_every_part_keeps_its_file() -> None:
    """Each finding names the file that wrote what it is about."""
    whole = merged(a="version: 1\nhosts: {x: {virtual: true}}", b="hosts:\n  y: {}\n  x: {network: none}")
    assert whole.data == {"version": 1, "hosts": {"x": {"virtual": True, "network": "none"}, "y": {}}}
    assert whole.origin(["hosts", "x", "virtual"]).span[:2] == ("a.yaml", 2)
    assert whole.origin(["hosts", "x", "network"]).span[:2] == ("b.yaml", 3)
    assert whole.origin(["hosts", "y"]).span[:2] == ("b.yaml", 2)


def test_a_value_given_twice_is_refused_with_both_places() -> None:
    """Lists don't merge, and neither of two values wins; each is told."""
    with pytest.raises(Refused) as error:
        merged(a="site: x\nhosts: {d: {listens: [1]}}", b="site: x\nhosts: {d: {listens: [2]}}")
    told = [
        (d.code, d.origin.dotted, d.origin.span.file, d.related[0].origin.span.file)
        for d in error.value.diagnostics
    ]
    assert told == [
        ("LW004", "site", "b.yaml", "a.yaml"),
        ("LW004", "hosts.d.listens", "b.yaml", "a.yaml"),
    ]


def test_the_version_may_repeat_if_it_is_equal() -> None:
    """Each file of a folder may be a whole intent of its own."""
    assert merged(a="version: 1", b="version: 1").data == {"version": 1}
    with pytest.raises(Refused, match="`version` is given in two files"):
        merged(a="version: 1", b="version: 2")


def test_a_file_that_is_no_map_is_refused_and_an_empty_one_is_not() -> None:
    """A comment alone is an empty file."""
    assert merged(a="# nothing yet", b="version: 1").data == {"version": 1}
    with pytest.raises(Refused) as error:
        merged(a="version: 1", b="- a list", c="text")
    assert [(d.code, d.origin.span.file) for d in error.value.diagnostics] == [
        ("LW003", "b.yaml"),
        ("LW003", "c.yaml"),
    ]


def test_what_a_whole_folder_lacks_is_told_in_its_first_file() -> None:
    """A folder has no line of its own."""
    assert merged(a="hosts: {}", b="lans: {}").origin(["version"]).span.file == "a.yaml"
    assert merge([], "site").origin(()).span.file == "site"


def test_merging_changes_none_of_the_files() -> None:
    """The trees that went in are still what was read."""
    first = parse("hosts: {x: {}}", "a.yaml")
    merge([first, parse("hosts: {y: {}}", "b.yaml")], "site")
    assert first.data == {"hosts": {"x": {}}}


def test_the_bound_holds_for_all_files_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three files that are each within it may be too much."""
    monkeypatch.setattr(importlib.import_module("lanwright.source.merge"), "MAX_VALUES", 100)
    files = [parse(f"k{n}: [{'x,' * 40}]", f"{n}.yaml") for n in range(3)]
    assert merge(files[:2], "site").size == 2 * 43
    with pytest.raises(Refused, match="LW005"):
        merge(files, "site")


@pytest.mark.parametrize(
    ("under", "over", "expected"),
    [
        ("{a: 1, b: 2}", "{b: 3, c: 4}", {"a": 1, "b": 3, "c": 4}),
        ("{a: {x: 1}}", "{a: {y: 2}}", {"a": {"x": 1, "y": 2}}),
        ("{a: [1, 2]}", "{a: [3]}", {"a": [3]}),
        ("{a: [1, 2]}", "{a: []}", {"a": []}),
        ("{a: {x: 1}}", "{a: text}", {"a": "text"}),
        ("{a: 1}", "{a: {x: 1}}", {"a": {"x": 1}}),
        ("{a: {x: 1}, b: [1]}", "{a: , b: }", {"a": {"x": 1}, "b": None}),
        ("{a: 1}", "{a: }", {"a": None}),
    ],
)
def test_one_map_over_another(under: str, over: str, expected: object) -> None:
    """Maps by key, everything else replaced; a key without a value leaves a map as it is."""
    low, high = parse(under, "low"), parse(over, "high")
    part = overlay(Part(low.data, low.marks), Part(high.data, high.marks))
    assert part.data == expected


def test_marks_stay_with_the_text_that_was_taken() -> None:
    """What the upper map doesn't say has the place of the lower one."""
    low, high = parse("a: {x: 1, y: 1}", "low"), parse("a: {y: 2}", "high")
    part = overlay(Part(low.data, low.marks), Part(high.data, high.marks))
    whole = Document("both", part.data, part.marks)
    assert whole.origin(["a", "x"]).span.file == "low"
    assert whole.origin(["a", "y"]).span.file == "high"
    assert whole.origin(["a"]).span.file == "high"
