"""Changes become edits: the text then means what it meant with the change, and all else keeps every character."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lanwright.source import Add, Drop, Manuscript, Rename, Write, applied, parse
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
