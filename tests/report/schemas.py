"""The schemas of what commands print, read strictly: a key that isn't documented is a fault of ours."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from lanwright.resources import folder


def complaints(shown: Any, name: str) -> list[str]:
    """What a schema has against an output, with undocumented keys."""
    schema = json.loads((folder("schemas") / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(_closed(schema)).iter_errors(shown)
    return [f"{error.json_path}: {error.message}" for error in found]


def _closed(schema: Any) -> Any:
    """The same schema without room for more keys."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return {"additionalProperties": False} | closed if "properties" in schema and "type" in schema else closed
