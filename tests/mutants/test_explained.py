"""What is said about survivors is about code that stands there."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

from tests.mutants.explained import explained

KEYS = sorted(explained())


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key[0]}.{key[1]}")
def test_a_survivor_is_explained_by_a_line_of_its_function(key: tuple[str, str, str, str]) -> None:
    """A line that was changed since has mutants of its own, and they are judged anew."""
    module, function, was, now = key
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    (node,) = (
        item
        for item in ast.walk(ast.parse(text))
        if isinstance(item, ast.FunctionDef) and item.name == function.split(".")[-1]
    )
    lines = text.split("\n")[node.lineno - 1 : node.end_lineno]
    assert was in " ".join(line.strip() for line in lines)
    assert was != now
