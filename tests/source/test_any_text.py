"""Whatever the text: a Document or Refused, the same from both readers; and what was dumped reads back."""

from __future__ import annotations

import importlib
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lanwright.diagnostics import Refused
from lanwright.source import Document, Marks, parse
from lanwright.source.characters import unseen_character
from lanwright.source.scalars import resolve
from tests.source.conftest import LOADERS

PIECES = [
    "a", "b", "key: ", "- ", ": ", "\n", "\n  ", "\n- ", "{", "}", "[", "]", ",", "'", '"', "|-\n", ">\n", "&a ",
    "*a", "!!str ", "!x ", "# c\n", "---\n", "...\n", " ", "1", "0x1F", "no", "~", "\\", '"\\x41"', "é", "🐳", "\r\n",
    "\r", "@", "`", ":", "a:b", "<<: ", "\u00a0", "\ufeff", "\x00", "\u2028",
]  # fmt: skip
"""What YAML is made of; without tabs, directives and surrogates, which the two readers judge differently."""

ODD = ["\t", "%", "%YAML 1.2\n", "? ", '"\\ud800"', '"\\UFFFFFFFF"', "\ud800", "|#"]

yaml_like = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
plain = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
)
texts = st.text(
    st.characters(
        codec="utf-8",
        include_characters="\n\t",
        exclude_categories=["Cc", "Zl", "Zp"],
        exclude_characters="\ufeff\ufffe\uffff",
    )
)
texts = texts.filter(
    lambda text: not isinstance(resolve(text), int | float) or isinstance(resolve(text), bool)
)
"""Without what is a number by YAML 1.2 and none by 1.1, as `0E0`: the dumper doesn't quote that."""
names = texts.filter(lambda name: name != "<<" and unseen_character(name) is None)
trees = st.recursive(
    plain | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


def outcome(text: str, loader: str = "libyaml") -> Document | tuple[str, int]:
    """What `parse` gives: the document, or code and line of the first problem."""
    with patch.object(importlib.import_module("lanwright.source.parse"), "LOADER", LOADERS[loader]):
        try:
            return parse(text, "f")
        except Refused as refused:
            first = refused.diagnostics[0]
            return first.code, first.origin.span.line


def mirrored(data: Any, marks: Marks) -> bool:
    """Whether the marks have the shape of the data."""
    if isinstance(data, dict):
        return (
            isinstance(marks.items, dict)
            and list(marks.items) == list(data)
            and all(
                marks.items[key].key is not None and mirrored(data[key], marks.items[key]) for key in data
            )
        )
    if isinstance(data, list):
        return (
            isinstance(marks.items, list)
            and len(marks.items) == len(data)
            and all(map(mirrored, data, marks.items))
        )
    return marks.items is None


@given(
    st.text()
    | st.text(st.characters())
    | st.lists(st.sampled_from([*PIECES, *ODD]), max_size=12).map("".join)
)
def test_any_text_gives_a_document_or_is_refused(text: str) -> None:
    """Nothing else is ever raised, and a document's marks have the shape of its data."""
    found = outcome(text, "python")
    if isinstance(found, Document):
        assert mirrored(found.data, found.marks)


@pytest.mark.skipif(not LOADERS["libyaml"], reason="this PyYAML was built without libyaml")
@given(yaml_like)
@example("{")
@example("a: &a {b: [1, *a]}")
@example("'a\n\n b': 1\rc: é🐳 # x")
def test_both_readers_agree(text: str) -> None:
    """The same data at the same places, or a refusal with the same code in the same line."""
    assert outcome(text, "python") == outcome(text, "libyaml")


@pytest.mark.parametrize("loader", [name for name, found in LOADERS.items() if found])
@pytest.mark.parametrize("escape", ["ud800", "UFFFFFFFF", "U00110000", "q", "x0", "0"])
def test_an_escape_that_is_no_character_is_refused(loader: str, escape: str) -> None:
    """A lone surrogate, a number beyond Unicode, a letter that means nothing, NUL."""
    assert outcome(f'a: 1\nb: "\\{escape}"', loader) == ("LW001", 2)


@given(st.dictionaries(names, trees, max_size=5), st.booleans())
def test_what_was_dumped_reads_back_equal(data: dict[str, Any], flow: bool) -> None:  # noqa: FBT001 - drawn
    """Any tree of plain data, in block or flow style."""
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    read = outcome(text)
    assert isinstance(read, Document)
    assert read.data == data
