"""How the grammar's types are made: a parser beside its schema, and the ways in which one value or several stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError, core_schema

from lanwright.intent.budget import spend
from lanwright.intent.values import UnfitError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

Item = TypeVar("Item")
Key = TypeVar("Key")


class Nothing:
    """What stands where a key has no value; no type accepts it, so that each says what it expected instead."""


NOTHING = Nothing()


@dataclass(frozen=True)
class Parsed:
    """A value that a parser reads; what the parser raises is the finding.

    Attributes:
        parse: takes what YAML gave; raises UnfitError with what the user reads.
        schema: the same, as far as JSON Schema can say it.
        code: the finding's code.
    """

    parse: Callable[[Any], Any]
    schema: dict[str, Any] = field(hash=False)
    code: str = "LW003"

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(parsed(self.parse, self.code))

    def __get_pydantic_json_schema__(self, _: Any, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


def parsed(
    parse: Callable[[Any], Any], code: str = "LW003"
) -> Callable[[Any, core_schema.ValidationInfo], Any]:
    """A parser whose UnfitError becomes a finding of `code`, in the parser's own words."""

    def validate(value: Any, info: core_schema.ValidationInfo) -> Any:
        try:
            return parse(value)
        except UnfitError as error:
            spend(info, 1)
            raise PydanticCustomError(code, "{said}", {"said": str(error), "fix": error.fix}) from None

    return validate


def reads(
    parse: Callable[[Any], Any],
    pattern: str,
    description: str,
    *examples: str,
    code: str = "LW003",
    number: Mapping[str, Any] | None = None,
) -> Parsed:
    """A value that is written as text of one form, or as a number; `parse` has the last word."""
    text = {"type": "string", "pattern": f"^({pattern})$", "examples": list(examples)}
    form = {"anyOf": [dict(number), text]} if number else text
    return Parsed(parse, {"description": description} | form, code)


def spelled(pattern: str, expected: str, description: str, example: str, *, longest: int = 255) -> Parsed:
    """A text of one form; `expected` is what the user reads, parser and schema share the pattern."""

    def parse(value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value) and len(value) <= longest:
            return value
        raise UnfitError(expected, f"write, for example, {example}")

    read = reads(parse, pattern, description, example)
    return replace(read, schema=read.schema | {"maxLength": longest})


class _OneOrList:
    """Schema: one value, or a list of them."""

    longest: int | None = None

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(schema)
        items = listed.pop("items")
        bound = {"maxItems": self.longest} if self.longest else {}
        del listed["type"]
        return listed | {"anyOf": [items, {"type": "array", "items": items} | bound]}


class _OnePerFamily(_OneOrList):
    """Schema: one value, or a list of at most two, not both of one family (IPv6 has colons)."""

    longest = 2
    apart: ClassVar[list[dict[str, Any]]] = [
        {"items": {"pattern": ":"}},
        {"items": {"not": {"pattern": ":"}}},
    ]

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        shown = super().__get_pydantic_json_schema__(schema, handler)
        shown["anyOf"][1]["allOf"] = [{"not": {"minItems": 2} | both} for both in self.apart]
        return shown


class _OrNull:
    """Schema: a map or list that may be left empty after its key."""

    @staticmethod
    def __get_pydantic_json_schema__(schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        written = handler(schema)
        return written | {"type": [written["type"], "null"]}


def _nothing(value: Any) -> Any:
    return NOTHING if value is None else value


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [_nothing(value)]


def _one_per_family(given: tuple[Any, ...]) -> tuple[Any, ...]:
    versions = [item.version for item in given]
    if len(versions) != len(set(versions)):
        said = {"said": "expected at most one IPv4 and one IPv6 value", "fix": "keep one of each family"}
        raise PydanticCustomError("LW003", "{said}", said)
    return given


Maybe = Annotated[Item | None, BeforeValidator(_nothing)]
"""A value that may be absent; a key without a value is refused all the same."""

MapOf = Annotated[dict[Key, Item], BeforeValidator(lambda value: {} if value is None else value), _OrNull]
"""Things by name; a key with nothing below it is an empty map."""

ListOf = Annotated[tuple[Item, ...], BeforeValidator(lambda value: [] if value is None else value), _OrNull]
"""A list; a key with nothing below it is an empty one."""

OneOrList = Annotated[tuple[Item, ...], BeforeValidator(_listed), _OneOrList()]
"""One value, or a list of them."""

PerFamily = Annotated[
    tuple[Item, ...], AfterValidator(_one_per_family), BeforeValidator(_listed), _OnePerFamily()
]
"""One value, or one of each family."""
