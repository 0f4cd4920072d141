"""The base of every intent model: frozen, closed to unknown keys, and aware of where it was written."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, PrivateAttr, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.source import Marks
from lanwright.source.document import origin


class Model(BaseModel):
    """A part of the intent, exactly as the user wrote it.

    `shorthand` names the field that a bare value stands for: `laptop: 192.168.0.50` is
    `laptop: {address: 192.168.0.50}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)
    shorthand: ClassVar[str | None] = None

    _path: tuple[str, ...] = PrivateAttr(default=())
    _marks: Marks | None = PrivateAttr(default=None)

    @property
    def origin(self) -> Origin:
        """Where this part stands: its key, or its whole text where it is one line."""
        return self.at()

    def at(self, *steps: str | int) -> Origin:
        """Where the value below `steps` (keys as written, list indices) stands, or the nearest part above it."""
        if self._marks is None:
            return NOWHERE
        return origin(self._marks, self._path, [str(step) for step in steps])

    def wrote(self, key: str) -> bool:
        """Whether the user wrote this key, here or in the defaults."""
        return self._marks is not None and self._marks.child(key) is not None

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, data: Any) -> Any:
        if data is None:
            return {}
        if cls.shorthand and not isinstance(data, dict):
            return {cls.shorthand: data}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say in the schema that the shorthand, or nothing at all, may stand for the map."""
        spelled = handler.resolve_ref_schema(handler(schema))
        forms = [{"type": "null"}] if not spelled.get("required") else []
        if cls.shorthand:
            forms.insert(0, spelled["properties"][cls.shorthand])
        return {"anyOf": [spelled, *forms]} if forms else spelled


def locate(model: Model, marks: Marks, path: tuple[str, ...]) -> None:
    """Tell a model and all models below it where they stand; `marks` are those of its own value."""
    model._path, model._marks = path, marks  # noqa: SLF001 - the base's own attributes, set once, here
    for name, field in type(model).model_fields.items():
        key = field.alias or name
        below = marks.child(key)
        if below is not None:
            _locate_value(getattr(model, name), below, (*path, key))


def _locate_value(value: Any, marks: Marks, path: tuple[str, ...]) -> None:
    if isinstance(value, Model):
        locate(value, marks, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            below = marks.child(str(key))
            if below is not None:
                _locate_value(item, below, (*path, str(key)))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            below = marks.child(str(index)) or marks
            if isinstance(item, Model):
                locate(item, below, (*path, str(index)))
