"""One YAML text to a located tree, event by event: no recursion, so depth can't exhaust the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from lanwright.diagnostics import Diagnostic, Origin, Refused, Severity, Span
from lanwright.source.build import Builder
from lanwright.source.document import Document, Marks
from lanwright.source.limits import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, name: str) -> Document:
    """Read one file's text.

    Args:
        text: the whole file, already decoded.
        name: how the file is called in findings and artifacts, relative to the intent's root, with `/`.

    Raises:
        Refused: LW001, LW002 (`<<`), LW004 or LW005, all that could be found.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Refused(
            [_problem("LW005", f"the file is larger than {MAX_BYTES >> 20} MiB", Span(name, 1, 1, 1, 1))]
        )
    builder = Builder(name)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_problem("LW001", *_said(error, name)))
    except yaml.reader.ReaderError as error:
        builder.problems.append(_problem("LW001", _unreadable(error), _place(text, error.position, name)))
    if builder.problems:
        raise Refused(builder.problems)
    if builder.root is None:
        return Document(name, {}, Marks(Span(name, 1, 1, 1, 1), items={}))
    return Document(name, *builder.root)


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_Loader)


def _problem(code: str, message: str, span: Span) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=Origin((), span))


def _said(error: yaml.MarkedYAMLError, name: str) -> tuple[str, Span]:
    """The parser's own words and place."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = ", ".join(part for part in (error.context, error.problem) if part)
    return f"not YAML: {words}", Span(name, line, column, line, column + 1)


def _unreadable(error: yaml.reader.ReaderError) -> str:
    character = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
    return f"not YAML: the character U+{character:04X} isn't allowed"


def _place(text: str, position: int, name: str) -> Span:
    """A reader's position counts bytes (libyaml) or characters (pure Python); both agree up to the first fault."""
    before = text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Span(name, line, column, line, column + 1)
