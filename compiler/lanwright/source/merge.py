"""Several located trees to one: the files of a folder, and a host over its defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.diagnostics import MAX_PROBLEMS, Diagnostic, Origin, Refused, Related, Severity
from lanwright.source.document import Document, Marks, start
from lanwright.source.limits import MAX_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.source.remarks import Remark


class Part(NamedTuple):
    """A value and its marks."""

    data: Any
    marks: Marks


def merge(documents: Iterable[Document], name: str) -> Document:
    """The files of a folder as one intent: maps merge, a value given twice is refused.

    Args:
        documents: the files in their order; they are read one by one and none of them is changed.
        name: how the folder is called in findings.

    Raises:
        Refused: LW004 for each value given in two files (`version` may repeat if equal), with both places;
            LW003 for a file that isn't a map; LW005 where all together are too large.
    """
    problems: list[Diagnostic] = []
    whole, size = Part({}, Marks(start(name), items={})), 0
    remarks: list[Remark] = []
    texts: dict[str, str] = {}
    for document in documents:
        size += document.size
        remarks += document.remarks
        texts.update(document.texts)
        if size > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} values in all files together when aliases are followed"
            fix = "write the values out, without aliases"
            raise Refused([*problems, _problem("LW005", message, Origin((), start(document.name)), fix=fix)])
        if whole.marks.span.file == name:
            whole.marks.span = document.marks.span
        if isinstance(document.data, dict):
            whole = _united(whole, Part(document.data, document.marks), (), problems)
        else:
            message, fix = "an intent is a map of keys", "begin with `version: 1`"
            problems.append(_problem("LW003", message, document.origin(()), fix=fix))
    if problems:
        raise Refused(problems[:MAX_PROBLEMS])
    return Document(name, whole.data, whole.marks, size, tuple(remarks), texts)


def overlay(under: Part, over: Part) -> Part:
    """One value over another: maps merge key by key, anything else is replaced; marks stay with their text.

    A key without a value is an empty map where there is a map under it: that stays as it is.
    """
    if over.data is None and isinstance(under.data, dict):
        return under
    if not (isinstance(under.data, dict) and isinstance(over.data, dict)):
        return over
    data, items = dict(under.data), dict(_items(under.marks))
    for key, value in over.data.items():
        part = Part(value, _items(over.marks)[key])
        data[key], items[key] = overlay(Part(data[key], items[key]), part) if key in data else part
    return Part(data, Marks(over.marks.span, over.marks.key, items))


def _united(left: Part, right: Part, path: tuple[str, ...], problems: list[Diagnostic]) -> Part:
    data, items = dict(left.data), dict(_items(left.marks))
    for key, value in right.data.items():
        marks = _items(right.marks)[key]
        if key not in data:
            data[key], items[key] = value, marks
        elif isinstance(data[key], dict) and isinstance(value, dict):
            here = (*path, key)
            data[key], items[key] = _united(Part(data[key], items[key]), Part(value, marks), here, problems)
        elif (*path, key) != ("version",) or data[key] != value:
            problems.append(_given_twice((*path, key), items[key], marks))
    return Part(data, Marks(left.marks.span, left.marks.key, items))


def _items(marks: Marks) -> dict[str, Marks]:
    return marks.items if isinstance(marks.items, dict) else {}


def _given_twice(path: tuple[str, ...], first: Marks, second: Marks) -> Diagnostic:
    return _problem(
        "LW004",
        f"`{'.'.join(path)}` is given in two files",
        Origin(path, second.shown),
        fix="keep one of the two; only maps are merged across the files of a folder",
        related=(Related(Origin(path, first.shown), "first given here"),),
    )


def _problem(
    code: str, message: str, origin: Origin, *, fix: str = "", related: tuple[Related, ...] = ()
) -> Diagnostic:
    return Diagnostic(
        code=code, severity=Severity.ERROR, message=message, origin=origin, fix=fix, related=related
    )
