"""The functions of a text, and where they stand."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def functions(text: str) -> dict[str, int]:
    """The line of each function's `def`, and of each method's, as `Class.method`."""
    return dict(_lines_of(ast.parse(text).body))


def _lines_of(body: Iterable[ast.stmt], within: str = "") -> Iterator[tuple[str, int]]:
    for item in body:
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{within}{item.name}", item.lineno
        elif isinstance(item, ast.ClassDef):
            yield from _lines_of(item.body, f"{within}{item.name}.")
