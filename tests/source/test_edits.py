"""Changes become edits: the text then means what it meant with the change, and all else keeps every character."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.change import Add, Change, Drop, Rename, Write
from lanwright.source import Manuscript, applied, merge, parse
from tests.source.any_style import KEYS, MAPS, SCALARS, styled

NAME = "lanwright.yaml"


def changed(text: str, *changes: tuple[Any, ...]) -> str | None:
    """The text with (kind, path, ...) carried out; None where the text has no place for it."""
    document = parse(text, NAME)
    made = [kind(document.origin(path), *more) for kind, path, *more in changes]
    edits = Manuscript(document.texts, document.origin).edits(made)
    return applied(text, edits) if edits else None


def paths(tree: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of each key and item."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [
        below for step, value in steps for below in ((*path, str(step)), *paths(value, (*path, str(step))))
    ]


def below(tree: Any, path: tuple[str, ...]) -> Any:
    """The value at a path."""
    for step in path:
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree


def put(tree: Any, path: tuple[str, ...], value: Any) -> None:
    """Another value at a path."""
    holder, step = below(tree, path[:-1]), path[-1]
    holder[int(step) if isinstance(holder, list) else step] = value


def kept(text: str, after: str, *, lines: int) -> None:
    """All lines but some are there as they were, in their order."""
    old, new = text.splitlines(keepends=True), after.splitlines(keepends=True)
    head = next(
        (index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    rest = min(len(old), len(new)) - head
    tail = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    assert max(len(old), len(new)) - head - tail <= lines


@given(st.data())
def test_a_value_is_replaced_and_nothing_else(data: st.DataObject) -> None:
    tree = data.draw(MAPS)
    text = data.draw(styled(tree))
    path = data.draw(st.sampled_from(paths(tree)))
    value = data.draw(SCALARS)
    after = changed(text, (Write, path, value))
    if isinstance(below(tree, path), dict | list):
        assert after is None
        return
    wanted = deepcopy(tree)
    put(wanted, path, value)
    assert after is not None
    assert parse(after, NAME).data == wanted
    kept(text, after, lines=1)


@given(st.data())
def test_keys_are_added_in_the_map_s_own_style(data: st.DataObject) -> None:
    tree = data.draw(MAPS)
    text = data.draw(styled(tree))
    maps = [(), *(path for path in paths(tree) if isinstance(below(tree, path), dict))]
    path = data.draw(st.sampled_from(maps))
    new: dict[str, Any] = {
        "reserve": data.draw(SCALARS),
        "routes": [{"to": "10.9.0.0/24", "via": data.draw(SCALARS)}],
        "9": {},
    }
    after = changed(text, (Add, path, new))
    wanted = deepcopy(tree)
    below(wanted, path).update(new)
    assert after is not None
    assert parse(after, NAME).data == wanted
    assert len(after.splitlines()) - len(text.splitlines()) in (0, 3)
    unchanged = [line for line in after.splitlines() if line in text.splitlines()]
    assert len(text.splitlines()) - len(unchanged) <= 1


@given(st.data())
def test_what_is_there_already_is_merged(data: st.DataObject) -> None:
    tree = data.draw(MAPS)
    text = data.draw(styled(tree))
    name, item = data.draw(st.sampled_from(sorted(tree.items(), key=str))), data.draw(SCALARS)
    key, value = name
    more: Any = (
        {"new": item} if isinstance(value, dict) else [item, {"new": 1}] if isinstance(value, list) else item
    )
    after = changed(text, (Add, (), {key: more}))
    wanted = deepcopy(tree)
    wanted[key] = (
        value | more if isinstance(value, dict) else [*value, *more] if isinstance(value, list) else more
    )
    assert after is not None
    assert parse(after, NAME).data == wanted


@given(st.data())
def test_a_key_or_an_item_goes_with_its_own_comment(data: st.DataObject) -> None:
    tree = data.draw(MAPS)
    text = data.draw(styled(tree))
    path = data.draw(st.sampled_from(paths(tree)))
    holder = below(tree, path[:-1])
    key = path[-2] if isinstance(holder, list) and len(path) > 1 else path[-1]
    after = changed(text, (Drop, path, key))
    if after is None:
        return  # nothing would stand behind a dash or in the document
    wanted = deepcopy(tree)
    if isinstance(holder, list) and len(holder) == 1:
        path = path[:-1]  # a list without items goes with its key
    inner = below(wanted, path[:-1])
    del inner[int(path[-1]) if isinstance(inner, list) else path[-1]]
    assert _emptied(parse(after, NAME).data) == _emptied(wanted)


def _emptied(tree: Any) -> Any:
    """An empty map in lines is nothing behind its key."""
    if isinstance(tree, dict):
        return {key: _emptied(value) for key, value in tree.items()} or None
    return [_emptied(item) for item in tree] or None if isinstance(tree, list) else tree


@given(st.data())
def test_a_key_gets_another_name(data: st.DataObject) -> None:
    tree = data.draw(MAPS)
    text = data.draw(styled(tree))
    path = data.draw(
        st.sampled_from([path for path in paths(tree) if isinstance(below(tree, path[:-1]), dict)])
    )
    name = f"new {data.draw(KEYS)}"
    after = changed(text, (Rename, path, name))
    wanted = deepcopy(tree)
    holder = below(wanted, path[:-1])
    items = [(name if key == path[-1] else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(items)
    assert after is not None
    assert parse(after, NAME).data == wanted
    kept(text, after, lines=1)


PLAIN = """\
a: &shared {address: 192.168.0.5, mac: x}  # the first
b: *shared
c:
  address:
  - 192.168.0.6  # six
  - 192.168.0.7
  none:
d: {ports: [eth0, eth1], e: 192.168.0.8, list: 5}
f: |
  text
  of lines
g: [{h: 1}, {h: 2}]
h: [192.168.0.9]
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ((Write, ("b", "address"), "10.0.0.1"), "{address: 192.168.0.5,", "{address: 10.0.0.1,"),
        ((Write, ("b",), 5), "b: *shared", "b: 5"),
        ((Write, ("c", "none"), "28"), "none:", 'none: "28"'),
        ((Write, ("d",), True, True), "{ports: [eth0, eth1], e: 192.168.0.8, list: 5}", "true"),
        ((Add, ("c",), {"none": {"x": [1]}}), "none:", "none: {x: [1]}"),
        ((Add, ("c",), {"address": ["::1"]}), "0.7\n", '0.7\n  - "::1"\n'),
        ((Add, ("d",), {"list": [6]}), "list: 5", "list: [5, 6]"),
        ((Add, ("d", "e"), {"gw": 1}, "address"), "192.168.0.8,", "{address: 192.168.0.8, gw: 1},"),
        ((Add, ("g", "1"), {"i": 2}), "{h: 2}", "{h: 2, i: 2}"),
        ((Drop, ("c", "address", "0"), "address"), "  - 192.168.0.6  # six\n", ""),
        ((Drop, ("d", "ports", "1"), "ports"), "[eth0, eth1]", "[eth0]"),
        ((Drop, ("d", "e"), "address"), "e: 192.168.0.8", "e: {}"),
        ((Drop, ("d", "ports", "1"), "address"), "[eth0, eth1]", "[eth0]"),
        ((Drop, ("h", "0"), "address"), "h: [192.168.0.9]", "h: {}"),
        ((Drop, ("g", "0"), "g"), "{h: 1}, ", ""),
        ((Drop, ("f",), "f"), "f: |\n  text\n  of lines\n", ""),
        ((Rename, ("c", "none"), "no: ne"), "none:", '"no: ne":'),
    ],
)
def test_an_edit_is_what_a_person_would_type(change: tuple[Any, ...], old: str, new: str) -> None:
    assert PLAIN.count(old) == 1
    assert changed(PLAIN, change) == PLAIN.replace(old, new)


@pytest.mark.parametrize(
    "change",
    [
        (Add, ("b",), {"new": 1}),
        (Drop, ("a",), "a"),
        (Write, ("c",), 5),
        (Write, ("d",), 5),
        (Write, ("f",), "x"),
        (Drop, ("c",), "other"),
        (Add, ("f",), {"x": 1}, "text"),
    ],
)
def test_what_would_change_more_than_it_says_is_no_edit(change: tuple[Any, ...]) -> None:
    """A key for what an alias stands for, an anchor that others name, a map that isn't meant as a whole."""
    assert changed(PLAIN, change) is None


def test_several_changes_are_one_set_or_none() -> None:
    text = "a: {b: 1}\nc: {d: 2}\n"
    assert changed(text, (Drop, ("a", "b"), "b"), (Add, (), {"e": 3})) == "a: {}\nc: {d: 2}\ne: 3\n"
    assert changed(text, (Add, ("a",), {"x": 1}), (Add, ("a",), {"y": {"z": 2}})) == text.replace(
        "1}", "1, x: 1, y: {z: 2}}"
    )
    assert changed("a:\n  b: 1\n", (Drop, ("a", "b"), "b"), (Add, (), {"e": 3})) == "e: 3\na:\n"
    assert changed(text, (Write, ("a", "b"), 2), (Write, ("c",), 5)) is None


def test_a_key_of_another_file_is_changed_where_it_is() -> None:
    """Maps merge across the files of a folder, and a key given twice would be refused."""
    texts = {"a.yaml": "lans: {home: {subnet: x}}\n", "b.yaml": "lans:\n  home:\n    routes: [1]\n"}
    document = merge([parse(text, name) for name, text in texts.items()], "a.yaml")
    changes: list[Change] = [Add(document.origin(("lans", "home")), {"routes": [2], "mtu": 3})]
    edits = Manuscript(document.texts, document.origin).edits(changes)
    after = {
        name: applied(text, [each for each in edits if each.span.file == name])
        for name, text in texts.items()
    }
    assert after == {
        "a.yaml": "lans: {home: {subnet: x, mtu: 3}}\n",
        "b.yaml": "lans:\n  home:\n    routes: [1, 2]\n",
    }
