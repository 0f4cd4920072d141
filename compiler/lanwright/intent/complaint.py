"""One pydantic error as a finding: its place in the text, its code, and what was expected in plain words."""

from __future__ import annotations

import difflib
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from lanwright.diagnostics import Diagnostic, Origin, Severity
from lanwright.intent.model import Model
from lanwright.intent.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

    from lanwright.source import Document

_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "dict_type": "expected a map of names",
    "tuple_type": "expected a list",
    "model_type": "expected a map of keys",
    "model_attributes_type": "expected a map of keys",
}

_DOCKERS_WORDS = {
    "ipv4_address": "address",
    "ipv6_address": "address",
    "mac_address": "mac",
    "aux_addresses": "reserve",
    "driver_opts": "options",
    "container_name": "service",
    "ports": "publish",
    "enable_ipv6": "subnet",
    "network_name": "networks",
}
"""What compose and Docker call things, and what the grammar calls them."""


def complaint(error: ErrorDetails, document: Document) -> Diagnostic:
    """The finding of one error; `document` is the intent that it was found in."""
    path = tuple(str(step) for step in error["loc"] if not str(step).startswith("["))
    origin = document.origin(path)
    code = error["type"] if error["type"].startswith("LW") else "LW003"
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, document)
    if path == ("version",):
        return _unsupported(error, origin)
    if error["type"] == "missing":
        message, fix = f"`{path[-1]}` is missing", f"add `{path[-1]}: ...`"
    else:
        message, fix = _message(error, path), ""
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, fix=fix)


def _message(error: ErrorDetails, path: tuple[str, ...]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    found = "" if kind.startswith("LW10") else _found(error["input"])
    if kind == "literal_error":
        return f"`{path[-1]}`: expected {context['expected']}{found}".replace("'", "`")
    if kind == "string_pattern_mismatch":
        return f"`{path[-1]}`: `{error['input']}` doesn't have the form {context['pattern']}"
    expected = _EXPECTED.get(kind) or error["msg"][:1].lower() + error["msg"][1:]
    if kind.startswith("LW10"):
        return expected
    return f"`{_key(path)}`: {expected}{found}"


def _key(path: tuple[str, ...]) -> str:
    """The last step that is a name; list items are told by the list's."""
    named = [step for step in path if not step.isdecimal()]
    return named[-1] if named else "the intent"


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return ", found a map"
    if isinstance(value, list | tuple):
        return ", found a list"
    if value is None:
        return ", found nothing"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f", found `{shown[:40]}`"


def _unsupported(error: ErrorDetails, origin: Origin) -> Diagnostic:
    missing = error["type"] == "missing"
    message = "`version` is missing" if missing else f"`version` {error['input']!r} isn't supported"
    return Diagnostic(
        code="LW006", severity=Severity.ERROR, message=message, origin=origin, fix="write `version: 1`"
    )


def _unknown_key(path: tuple[str, ...], document: Document) -> Diagnostic:
    *above, key = path
    marks = document.marks
    for step in path:
        marks = marks.child(step) or marks
    origin = Origin(path, marks.key or marks.span)
    known = _known(above)
    near = _nearest(key, known)
    fix = f"write `{near}`" if near else f"known here: {', '.join(sorted(known))}" if known else ""
    return Diagnostic(
        code="LW002", severity=Severity.ERROR, message=f"unknown key `{key}`", origin=origin, fix=fix
    )


def _nearest(key: str, known: Iterable[str]) -> str | None:
    names = list(known)
    plain = key.replace("-", "_").lower()
    if plain in names:
        return plain
    if _DOCKERS_WORDS.get(plain) in names:
        return _DOCKERS_WORDS[plain]
    return next(iter(difflib.get_close_matches(plain, names, n=1, cutoff=0.6)), None)


def _known(path: Iterable[str]) -> Mapping[str, Any]:
    """The keys that the model at `path` has; walks the annotations beside the path."""
    here: Any = Site
    for step in path:
        model = _model(here)
        here = _field(model, step) if model else _item(here)
    model = _model(here)
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _field(model: type[Model], key: str) -> Any:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return field.annotation
    return None


def _item(annotation: Any) -> Any:
    """What a map's values or a list's items are."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _item(inside[0])
    if origin is dict:
        return inside[1]
    if origin in (Union, UnionType):
        return next((found for part in inside if (found := _item(part)) is not None), None)
    return inside[0] if inside else None


def _model(annotation: Any) -> type[Model] | None:
    """The model in an annotation, whatever is optional or annotated around it."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _model(part))), None)
    return None
