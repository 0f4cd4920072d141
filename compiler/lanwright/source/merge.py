"""Several located trees to one: the files of a folder, and a host over its defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Diagnostic, Origin, Refused, Related, Severity, Span
from lanwright.source.document import Document, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable


def merge(documents: Iterable[Document], name: str) -> Document:
    """The files of a folder as one intent: maps merge, a value given twice is refused.

    Raises:
        Refused: LW004 for each value given in two files (`version` may repeat if equal), with both places;
            LW003 for a file that isn't a map.
    """
    problems: list[Diagnostic] = []
    data: Any = {}
    marks = Marks(Span(name, 1, 1, 1, 1), items={})
    for number, document in enumerate(documents):
        if number == 0:
            marks.span = document.marks.span
        if isinstance(document.data, dict):
            data, marks = _united((data, marks), (document.data, document.marks), (), problems)
        else:
            problems.append(_not_a_map(document))
    if problems:
        raise Refused(problems)
    return Document(name, data, marks)


def overlay(under: tuple[Any, Marks], over: tuple[Any, Marks]) -> tuple[Any, Marks]:
    """One value over another: maps merge key by key, anything else is replaced; marks stay with their text."""
    (low, low_marks), (high, high_marks) = under, over
    if not (isinstance(low, dict) and isinstance(high, dict)):
        return over
    data, items = dict(low), dict(_items(low_marks))
    for key, value in high.items():
        mark = _items(high_marks)[key]
        data[key], items[key] = (
            overlay((low[key], items[key]), (value, mark)) if key in low else (value, mark)
        )
    return data, Marks(high_marks.span, high_marks.key, items)


def _united(
    left: tuple[Any, Marks], right: tuple[Any, Marks], path: tuple[str, ...], problems: list[Diagnostic]
) -> tuple[Any, Marks]:
    data, items = dict(left[0]), dict(_items(left[1]))
    for key, value in right[0].items():
        mark = _items(right[1])[key]
        if key not in data:
            data[key], items[key] = value, mark
        elif isinstance(data[key], dict) and isinstance(value, dict):
            data[key], items[key] = _united((data[key], items[key]), (value, mark), (*path, key), problems)
        elif (path, key) != ((), "version") or data[key] != value:
            problems.append(_given_twice((*path, key), items[key], mark))
    return data, Marks(left[1].span, left[1].key, items)


def _items(marks: Marks) -> dict[str, Marks]:
    return marks.items if isinstance(marks.items, dict) else {}


def _given_twice(path: tuple[str, ...], first: Marks, second: Marks) -> Diagnostic:
    return Diagnostic(
        code="LW004",
        severity=Severity.ERROR,
        message=f"`{'.'.join(path)}` is given in two files",
        origin=Origin(path, second.shown),
        fix="keep one of the two; only maps are merged across the files of a folder",
        related=(Related(Origin(path, first.shown), "first given here"),),
    )


def _not_a_map(document: Document) -> Diagnostic:
    return Diagnostic(
        code="LW003",
        severity=Severity.ERROR,
        message="an intent is a map of keys",
        origin=Origin((), document.marks.span),
        fix="begin with `version: 1`",
    )
