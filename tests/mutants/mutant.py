"""Mutants of a module: mutmut's own, one function with one small change each.

mutmut itself leaves decorated functions alone, and every rule is one. A mutant here is the code of its function only,
planted in the function that the decorator has seen: so decorators are taken off before mutmut looks.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import libcst as cst
from mutmut.mutation.file_mutation import create_mutations, deep_replace

from tests.mutants.functions import functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


_NOBODY = re.compile(r"""\b(parent|bridge|lan|network) or ""|or ""[)\]]""")

Key = tuple[str, str, str, str]
"""Module, function, the lines as they are, and as the mutant has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small fault.

    Attributes:
        path: the module's file.
        module: its dotted name.
        function: the function that it is in, a method as `Class.method`.
        number: counts the mutants of one function.
        codes: the rules that it is near to: its own, or its whole family where it is of none.
        lines: where it is, as lines of the file: a test that runs none of them can't see it.
        was: the lines that differ, as they are.
        now: the same lines with the fault.
        source: the function with the fault, without its decorators and not indented.
    """

    path: Path
    module: str
    function: str
    number: int
    codes: tuple[str, ...]
    lines: range
    was: str
    now: str
    source: str

    @property
    def key(self) -> Key:
        """What an explanation knows it by: nothing that counts lines or mutants."""
        return self.module, self.function, self.was, self.now


def mutants(path: Path, module: str, codes: tuple[str, ...]) -> Iterator[Mutant]:
    """Every mutant of the functions and methods of a file, in the text's order."""
    text = undecorated(path.read_text(encoding="utf-8"))
    tree, mutations, _, _ = create_mutations(str(path), text)
    places = _Places(text)
    names = dict(_functions(tree.body))
    numbers = dict.fromkeys(names, 0)
    originals = {node: tree.code_for_node(node) for node in names}
    for mutation in mutations:
        node = mutation.contained_by_top_level_function
        if not isinstance(node, cst.FunctionDef) or node not in names:
            continue
        changed = deep_replace(node, mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, cst.CSTNode)
        was, now = originals[node].split("\n"), tree.code_for_node(changed).split("\n")
        differ = _difference(was, now)
        if differ is None or _is_no_name(mutation.original_node, was, differ):
            continue
        numbers[node] += 1
        first, last, last_now = differ
        head = next(number for number, line in enumerate(was) if line.startswith(("def ", "async def ")))
        line = places.function(names[node]) - head + first
        yield Mutant(
            path=path,
            module=module,
            function=names[node],
            number=numbers[node],
            codes=codes,
            lines=places.statement(line),
            was=_joined(was[first:last]),
            now=_joined(now[first:last_now]),
            source="\n".join(now),
        )


def undecorated(text: str) -> str:
    """A module's text with an empty line for each line of a function's decorators: every line keeps its number."""
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                last = decorator.end_lineno or decorator.lineno
                lines[decorator.lineno - 1 : last] = [""] * (last - decorator.lineno + 1)
    return "\n".join(lines)


def _functions(body: Sequence[cst.CSTNode], within: str = "") -> Iterator[tuple[cst.FunctionDef, str]]:
    for item in body:
        if isinstance(item, cst.FunctionDef):
            yield item, f"{within}{item.name.value}"
        elif isinstance(item, cst.ClassDef):
            yield from _functions(item.body.body, f"{within}{item.name.value}.")


def _difference(was: Sequence[str], now: Sequence[str]) -> tuple[int, int, int] | None:
    """The lines that differ: from, up to (as it was), up to (as it is now)."""
    codes = [
        code for code in SequenceMatcher(None, was, now, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    if not codes:
        return None
    return codes[0][1], max(codes[-1][2], codes[0][1] + 1), codes[-1][4]


def _is_no_name(node: cst.CSTNode, was: Sequence[str], differ: tuple[int, int, int]) -> bool:
    """Whether only the text in `links.get(network.parent or "")` is another one: it has to be nobody's name, as "XXXX" is."""
    is_empty = isinstance(node, cst.SimpleString) and node.value == '""'
    return is_empty and _NOBODY.search(_joined(was[differ[0] : differ[1]])) is not None


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines)


class _Places:
    """Where the functions and statements of a text stand."""

    def __init__(self, text: str) -> None:
        tree = ast.parse(text)
        self._functions = functions(text)
        self._statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]

    def function(self, name: str) -> int:
        """The line of its `def`."""
        return self._functions[name]

    def statement(self, line: int) -> range:
        """All lines of the statement that a line is of; of one with a body only its head, of `match` and `def` all."""
        around = [node for node in self._statements if node.lineno <= line <= (node.end_lineno or line)]
        node = max(around, key=lambda item: (item.lineno, -(item.end_lineno or 0)))
        body = getattr(node, "body", None)
        if isinstance(node, ast.Match | ast.FunctionDef) or not isinstance(body, list):
            return range(node.lineno, (node.end_lineno or line) + 1)
        return range(node.lineno, body[0].lineno) if line < body[0].lineno else range(line, line + 1)
