"""YAML text that both YAML versions read as the data it was made of."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lanwright.source import parse
from lanwright.source.characters import unseen_character
from lanwright.targets.yaml_text import RESET, Override, dump

ODD = """
on No y n ~ null 1e3 0o17 017 0x1F 0b1 1_000 .5 .inf 52:54:00:12:34:56 02:11:22:33:44:55 22:80 2001-01-01 = << ::1
fd00:: ' " !x *a &a - ? : @ ` % # {} []
"""
AMBIGUOUS = st.sampled_from([*ODD.split(), "a: b", "a #b", " a", "a "])
TEXT = AMBIGUOUS | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12
)
DATA = st.dictionaries(
    TEXT,
    st.recursive(
        TEXT | st.booleans() | st.integers(-9999, 9999) | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)


@given(DATA)
def test_yaml_1_1_reads_it_back(data: dict[str, Any]) -> None:
    """PyYAML, where `on` is true and `22:80` is a number."""
    assert yaml.safe_load(dump(data)) == data


@given(DATA)
def test_yaml_1_2_reads_it_back(data: dict[str, Any]) -> None:
    """Our own reader, where `0o17` and `1e3` are numbers; as a key it takes neither `<<` nor what nobody sees."""
    assert parse(dump(with_fair_keys(data)), "x.yaml").data == with_fair_keys(data)


def with_fair_keys(data: Any) -> Any:
    """The same data with other names for those keys."""
    if isinstance(data, list):
        return [with_fair_keys(item) for item in data]
    if isinstance(data, dict):
        return {_fair(key): with_fair_keys(item) for key, item in data.items()}
    return data


def _fair(key: str) -> str:
    return "".join("?" if unseen_character(one) else one for one in key.replace("<<", "merge"))


def test_merge_tags_stand_before_their_values() -> None:
    """compose's tags, on maps, lists and nothing."""
    text = dump({"a": Override({"b": None}), "c": Override(["x"]), "d": Override([]), "e": RESET})
    assert text == "a: !override\n  b: null\nc: !override\n  - x\nd: !override []\ne: !reset []\n"


def test_equal_values_arent_references() -> None:
    """Compose reads `*id001`, people don't."""
    shared = ["x"]
    assert "&" not in dump({"a": shared, "b": shared})


@pytest.mark.parametrize(
    "plain", ["192.168.0.241", "10.0.0.0/8", "fd00:8::/64", "real_lan", "br-backend", "80:8081/tcp"]
)
def test_what_nobody_can_misread_stays_plain(plain: str) -> None:
    """Quotes are for where they are needed."""
    assert dump({"a": plain}) == f"a: {plain}\n"
