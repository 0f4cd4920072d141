"""One YAML text to a located tree, event by event: no recursion, so depth can't exhaust the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from lanwright.diagnostics import Diagnostic, Origin, Refused, Severity, Span
from lanwright.source.build import Builder
from lanwright.source.characters import unreadable
from lanwright.source.document import Document, Marks, start
from lanwright.source.limits import MAX_BYTES
from lanwright.source.remarks import remarks
from lanwright.source.syntax import syntax_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADER: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it, else PyYAML's own reader: ten times as slow, the same tree from all that it
takes; it refuses tabs between values, which libyaml takes for spaces."""


def parse(text: str, name: str, *, foreign: bool = False) -> Document:
    """Read one file's text.

    Args:
        text: the whole file, decoded; a byte-order mark at its start is no part of it.
        name: how the file is called in findings and artifacts, relative to the intent's root, with `/`.
        foreign: whether it is no intent but a file that others write, whose tags and merge keys are theirs.

    Raises:
        Refused: LW001, LW002 (`<<`), LW003 (keys that aren't text), LW004 or LW005, all that could be found.
    """
    text = text.removeprefix("\ufeff")
    _check_text(text, name)
    builder = Builder(name, foreign)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(syntax_problem(error, text, name))
    if builder.problems:
        raise Refused(builder.problems)
    told = () if foreign else remarks(text, name, LOADER)
    if builder.root is None or builder.root.data is None:
        return Document(name, {}, Marks(start(name), items={}), remarks=told, texts={name: text})
    return Document(name, builder.root.data, builder.root.marks, builder.root.size, told, {name: text})


def _events(text: str) -> Iterator[Any]:
    loader = LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError) as error:
        # PyYAML's own reader takes chr() of an escape, also of one that is no character.
        mark = loader.get_mark() if isinstance(loader, yaml.SafeLoader) else None
        raise yaml.MarkedYAMLError(problem="unknown escape", problem_mark=mark) from error
    finally:
        loader.dispose()


def _check_text(text: str, name: str) -> None:
    """What would stop the reader before it begins."""
    if found := unreadable(text, name):
        character, span = found
        message = f"the character U+{ord(character):04X} may not stand in an intent"
        raise Refused([_problem("LW001", message, span, "leave it out")])
    _check_size(len(text.encode()), name)


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB"
        raise Refused([_problem("LW005", message, start(name), "split the intent into a folder of files")])


def _problem(code: str, message: str, span: Span, fix: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=Origin((), span), fix=fix)
