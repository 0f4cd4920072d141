"""Texts of one tree in any style: in brackets or lines, with any quotes, comments and line breaks."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KEYS = st.sampled_from(["web", "real_lan", "größe", "a b", "28", "no", "eth0.10", "✓", "x-y", "null"])
SCALARS = st.one_of(
    st.sampled_from(
        ["192.168.0.5/22", "fd00::1", "no", "28", "22:80", "ä ö", "it's", "a # b", "*x", "-", "", "a: b"]
    ),
    st.integers(-5, 70000),
    st.booleans(),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=0, max_size=3), st.dictionaries(KEYS, inner, min_size=0, max_size=4)
    ),
    max_leaves=12,
)
MAPS = st.dictionaries(KEYS, TREES, min_size=1, max_size=4)
_COMMENTS = st.sampled_from(["", "", "  # why: {this} is `so`", " #! LW201", " # größer, - als\t..."])
_LINES = st.sampled_from(["", "", "", "# a line of its own", "  # indented - & *anywhere", " "])


@st.composite
def styled(draw: st.DrawFn, tree: dict[str, Any]) -> str:
    """A text that means the tree."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    lines = list(_map(draw, tree, 0))
    head = draw(st.sampled_from([[], ["# a head"], ["---"], ["# é", "--- # begins"]]))
    return (
        draw(st.sampled_from(["", "", "\ufeff"]))
        + newline.join([*head, *lines])
        + draw(st.sampled_from(["", newline, newline * 2, f"{newline}# the end{newline}"]))
    )


def _map(draw: st.DrawFn, tree: dict[str, Any], indent: int) -> Any:
    for key, value in tree.items():
        yield from _line_of_its_own(draw)
        yield from _behind(draw, f"{' ' * indent}{_scalar(draw, key)}:", value, indent)


def _list(draw: st.DrawFn, items: list[Any], indent: int) -> Any:
    for item in items:
        yield from _line_of_its_own(draw)
        if isinstance(item, dict) and item and draw(st.booleans()):
            first, *rest = _plain_map(draw, item, indent + 2)
            yield f"{' ' * indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield from _behind(draw, f"{' ' * indent}-", item, indent)


def _plain_map(draw: st.DrawFn, tree: dict[str, Any], indent: int) -> Any:
    for key, value in tree.items():
        yield from _behind(draw, f"{' ' * indent}{_scalar(draw, key)}:", value, indent)


def _behind(draw: st.DrawFn, head: str, value: Any, indent: int) -> Any:
    comment = draw(_COMMENTS)
    if isinstance(value, dict | list) and value and draw(st.booleans()):
        yield head + comment
        deeper = indent + draw(st.integers(1, 3))
        yield from _map(draw, value, deeper) if isinstance(value, dict) else _list(draw, value, deeper)
        return
    yield f"{head}{draw(st.sampled_from([' ', '  ']))}{_flow(draw, value, indent + 1)}{comment}"


def _line_of_its_own(draw: st.DrawFn) -> Any:
    line = draw(_LINES)
    if line:
        yield line


def _flow(draw: st.DrawFn, value: Any, indent: int) -> str:
    gap = draw(st.sampled_from(["", " "]))
    if isinstance(value, dict):
        parts = [f"{_scalar(draw, key)}: {_flow(draw, item, indent)}" for key, item in value.items()]
        opening, closing = "{}"
    elif isinstance(value, list):
        parts = [_flow(draw, item, indent) for item in value]
        opening, closing = "[]"
    else:
        return _scalar(draw, value)
    trailing = draw(st.sampled_from(["", "", ","])) if parts else ""
    between = draw(st.sampled_from([", ", ", ", ",  "]))
    return f"{opening}{gap}{between.join(parts)}{trailing}{gap}{closing}"


def _scalar(draw: st.DrawFn, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    single, double = "'" + value.replace("'", "''") + "'", '"' + value + '"'
    plain = value not in ("28", "*x", "-", "", "null") and not any(
        sign in value for sign in ("'", " #", ": ")
    )
    styles = [single, double, *([value] * 3 if plain else [])]
    style: str = draw(st.sampled_from(styles))
    return style
