"""What the models say about the grammar: which keys there are, where, and what stands at a path."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from typing_extensions import TypeAliasType

from lanwright.intent.model import Model
from lanwright.intent.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo

NAME, ITEM = "*", "[]"
"""The steps of a path that stand for every name of a map, and for every item of a list."""


@cache
def keys() -> Mapping[tuple[str, ...], FieldInfo]:
    """Every key of the grammar by its path: `("hosts", "*", "networks", "*", "driver")`."""
    return dict(_keys(Site, ()))


def fields(model: type[Model]) -> dict[str, FieldInfo]:
    """A model's fields by the keys that are written."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def model_at(path: Sequence[str]) -> type[Model] | None:
    """The model that a path of an intent leads to; None for plain values and what the grammar doesn't know."""
    model: type[Model] | None = Site
    steps = list(path)
    while steps and model:
        field = fields(model).get(steps.pop(0))
        between, model = held(field.annotation) if field else ((), None)
        if len(between) > len(steps):
            return None
        del steps[: len(between)]
    return model


def held(annotation: Any) -> tuple[tuple[str, ...], type[Model] | None]:
    """What a key holds: the steps that lie between (a map's names, a list's items), and the model there."""
    if isinstance(annotation, TypeAliasType):
        return held(annotation.__value__)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return (), annotation
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Union, UnionType):
        return held(inside[0])
    if origin in (dict, tuple):
        between, model = held(inside[1] if origin is dict else inside[0])
        return (NAME if origin is dict else ITEM, *between), model
    return (), None


def dotted(path: Sequence[str]) -> str:
    """A path as it is shown: `hosts.*.services.*.publish[].port`."""
    return ".".join(path).replace(f".{ITEM}", ITEM)


def _keys(model: type[Model], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    for key, field in fields(model).items():
        path = (*above, key)
        yield path, field
        between, below = held(field.annotation)
        if below:
            yield from _keys(below, path + between)
