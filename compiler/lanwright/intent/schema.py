"""Models → JSON Schema (draft 2020-12), for editors and tools: what `bind` takes, as far as JSON Schema can say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from lanwright.intent.grammar import ITEM, NAME, fields, held
from lanwright.intent.host import Host
from lanwright.intent.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from lanwright.intent.model import Model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ORDER = [
    "$schema",
    "title",
    "description",
    "type",
    "const",
    "enum",
    "$ref",
    "anyOf",
    "allOf",
    "if",
    "then",
    "not",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "items",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "pattern",
    "minLength",
    "maxLength",
    "default",
    "examples",
    "$defs",
]


def schema() -> dict[str, Any]:
    """The intent's schema; the same for the same models, whatever order pydantic makes it in."""
    found = Site.model_json_schema(schema_generator=_Generator)
    definitions = found["$defs"]
    demanded = _demanded(Host)
    for model in _overlaid(Host):
        _loosen(definitions[model.__name__])
    for name, definition in definitions.items():
        definition.setdefault("title", name)
    found |= {
        "$schema": _DIALECT,
        "title": "Lanwright intent",
        "if": {"not": {"required": ["defaults"]}},
        "then": {"properties": {"hosts": {"additionalProperties": demanded}}},
        "$defs": dict(sorted(definitions.items())),
    }
    ordered: dict[str, Any] = _ordered(found)
    return ordered


class _Generator(GenerateJsonSchema):
    """pydantic's generator without its noise: titles made of keys, defaults that say nothing, null beside a type."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the key is the title."""
        del schema
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """What isn't None: a key that is written has a value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The default, unless it only says that nothing was written."""
        found = super().default_schema(schema)
        if found.get("default", False) in (None, [], {}):
            del found["default"]
        return found


def _overlaid(model: type[Model]) -> Iterator[type[Model]]:
    """The models that `defaults.host` may complete: all below a host that aren't items of a list."""
    for field in fields(model).values():
        between, below = held(field.annotation)
        if below and ITEM not in between:
            yield below
            yield from _overlaid(below)


def _demanded(model: type[Model]) -> dict[str, Any]:
    """What a model needs where no default may complete it."""
    properties = {}
    for key, field in fields(model).items():
        between, below = held(field.annotation)
        if below and ITEM not in between and (inner := _demanded(below)):
            properties[key] = {"additionalProperties": inner} if NAME in between else inner
    required = [key for key, field in fields(model).items() if field.is_required()]
    here: dict[str, Any] = {"properties": properties} if properties else {}
    return here | ({"required": required, "not": {"type": "null"}} if required else {})


def _loosen(definition: dict[str, Any]) -> None:
    """Take the demands out of a definition; what demands nothing may be left empty."""
    spelled = definition["anyOf"][0] if "anyOf" in definition else definition
    if spelled.pop("required", None) is None:
        return
    if spelled is definition:
        definition["type"] = [definition["type"], "null"]
    else:
        definition["anyOf"].append({"type": "null"})


def _ordered(value: Any) -> Any:
    """The keywords in one order; properties and examples stay in the grammar's."""
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: (_ORDER.index(key), key))
    return {
        key: _named(value[key]) if key in ("properties", "$defs") else _ordered(value[key]) for key in keys
    }


def _named(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _ordered(item) for name, item in value.items()}
