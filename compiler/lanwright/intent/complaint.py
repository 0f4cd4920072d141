"""One pydantic error as a finding: its place in the text, its code, and what was expected in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.change import Add, Write
from lanwright.diagnostics import Diagnostic, Origin, Severity
from lanwright.intent.grammar import fields, model_at
from lanwright.intent.retyped import YAML_1_1, nearest_word, retyped, wants_text
from lanwright.intent.shapes import NOTHING
from lanwright.intent.unknown_key import unknown_key
from lanwright.intent.values import found, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from lanwright.source import Document, Manuscript

_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "dict_type": "expected a map of names",
    "tuple_type": "expected a list",
    "model_type": "expected a map of keys",
    "model_attributes_type": "expected a map of keys",
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
    "literal_error": "expected {expected}",
}
_A_KEY = "[key]"
"""What pydantic puts behind a map's key that is itself at fault."""


def complaint(error: ErrorDetails, document: Document, manuscript: Manuscript) -> Diagnostic:
    """The finding of one error; `document` is the intent that it was found in, the manuscript its texts."""
    path = tuple(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return unknown_key(path, document)
    if path == ("version",):
        return _unsupported(error, document, manuscript)
    if error["type"] == "missing":
        return _missing(path, document)
    origin = _place(path, document)
    message, fix = _message(error, origin)
    code = error["type"] if error["type"].startswith("LW") else "LW003"
    again = retyped(error, manuscript.written(origin)) if origin.path == path else None
    edits = manuscript.edits([Write(origin, again.value)]) if again else ()
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=message,
        origin=origin,
        fix=fix,
        edits=edits,
        safe=bool(edits) and again is not None and again.sure,
    )


def _place(path: tuple[str, ...], document: Document) -> Origin:
    origin = document.origin(path)
    if path[-1:] == (_A_KEY,) and origin.path == path[:-1]:
        return origin._replace(span=document.marks_at(origin.path).key or origin.span)
    return origin


def _message(error: ErrorDetails, origin: Origin) -> tuple[str, str]:
    """What is wrong, and what to write."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind.startswith("LW10"):
        return error["msg"], context["fix"]
    expected = error["msg"]
    if kind in _EXPECTED:
        expected = _EXPECTED[kind].format(**context).replace("'", "`")
    fix = _remedy(kind, value, error) or context.get("fix") or expected.replace("expected", "write", 1)
    return f"`{_subject(origin.path)}`: {expected}, found {_found(value)}", fix


def _subject(path: tuple[str, ...]) -> str:
    """The last step that is a name; list items are told by the list's."""
    return next((step for step in reversed(path) if not step.isdecimal()), "the intent")


def _found(value: Any) -> str:
    return found(None if value is NOTHING else value)


def _remedy(kind: str, value: Any, error: ErrorDetails) -> str:
    """What to write, where the value tells what was meant."""
    if kind == "bool_type" and isinstance(value, str) and value.lower() in YAML_1_1:
        return f"write `{YAML_1_1[value.lower()]}`; in YAML 1.2 `{value}` is text"
    if kind == "int_type" and isinstance(value, str) and value.isdecimal():
        return f"write `{value}` without quotes"
    if kind == "literal_error" and isinstance(value, str):
        near = nearest_word(value, error)
        return f"write `{near}`" if near else ""
    if kind == "tuple_type" and isinstance(value, str | int | float):
        return f"write `[{shown(value)}]`"
    if wants_text(error) and isinstance(value, int | float):
        return f'put it in quotes: "{shown(value)}"'
    return ""


def _missing(path: tuple[str, ...], document: Document) -> Diagnostic:
    origin = document.origin(path)
    model = model_at(path[:-1])
    examples = fields(model)[path[-1]].examples if model else None
    return Diagnostic(
        code="LW003",
        severity=Severity.ERROR,
        message=f"`{_subject(origin.path)}`: `{path[-1]}` is missing",
        origin=origin,
        fix=f"add `{path[-1]}: {examples[0]}`, for example" if examples else f"add `{path[-1]}`",
    )


def _unsupported(error: ErrorDetails, document: Document, manuscript: Manuscript) -> Diagnostic:
    missing = error["type"] == "missing"
    message = "`version` is missing" if missing else f"`version`: expected 1, found {_found(error['input'])}"
    origin = document.origin(("version",))
    add = Add(document.origin(()), {"version": 1}, first=True)
    edits = manuscript.edits([add if missing else Write(origin, 1)])
    return Diagnostic(
        code="LW006",
        severity=Severity.ERROR,
        message=message,
        origin=origin,
        fix="write `version: 1`",
        edits=edits,
        safe=bool(edits) and (missing or str(error["input"]) in ("1", "1.0")),
    )
