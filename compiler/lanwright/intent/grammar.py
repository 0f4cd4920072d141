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

ANY = "*"
"""The step of a path that stands for every name of a map and every item of a list."""


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
        names, model = held(field.annotation) if field else (0, None)
        if names > len(steps):
            return None
        del steps[:names]
    return model


def held(annotation: Any) -> tuple[int, type[Model] | None]:
    """What a key holds: how many names or indices lie between (a map's, a list's), and the model there."""
    if isinstance(annotation, TypeAliasType):
        return held(annotation.__value__)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return 0, annotation
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Union, UnionType):
        return held(inside[0])
    if origin in (dict, tuple):
        names, model = held(inside[1] if origin is dict else inside[0])
        return names + 1, model
    return 0, None


def _keys(model: type[Model], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    for key, field in fields(model).items():
        path = (*above, key)
        yield path, field
        names, below = held(field.annotation)
        if below:
            yield from _keys(below, path + (ANY,) * names)
