"""The base of every intent model: frozen, closed to unknown keys, and aware of where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.intent.budget import TooManyFaults, spend
from lanwright.source import Marks
from lanwright.source.document import origin
from lanwright.source.limits import MAX_FAULTS

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Model(BaseModel):
    """A part of the intent, exactly as the user wrote it.

    `shorthand` names the field that a bare value stands for: `laptop: 192.168.0.50` is
    `laptop: {address: 192.168.0.50}`. A key with nothing below it is a part with no keys.
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
        below = [str(step) for step in steps]
        if below and self._is_short_for(below[0]):
            del below[0]
        return origin(self._marks, self._path, below)

    def wrote(self, key: str) -> bool:
        """Whether the user wrote this key, here or in the defaults, in full or as the shorthand."""
        if self._marks is None:
            return False
        return self._marks.child(key) is not None or self._is_short_for(key)

    def _is_short_for(self, key: str) -> bool:
        written = getattr(self, key) if key == self.shorthand else None
        return bool(written) and self._marks is not None and not isinstance(self._marks.items, dict)

    @model_validator(mode="wrap")
    @classmethod
    def _spelled_out(cls, data: Any, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if data is None:
            data = {}
        elif not isinstance(data, dict):
            data = {cls.shorthand: data} if cls.shorthand else data
        elif len(data) > MAX_FAULTS:
            raise TooManyFaults
        try:
            return validate(data)
        except ValidationError as error:
            spend(info, error.error_count())
            raise

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say in the definition that the shorthand, or nothing at all, may stand for the map."""
        reference = handler(schema)
        definition = handler.resolve_ref_schema(reference)
        forms = [] if definition.get("required") else [{"type": "null"}]
        if cls.shorthand:
            short = definition["properties"][cls.shorthand]
            forms.insert(0, {key: value for key, value in short.items() if key != "description"})
        if forms:
            spelled = {
                key: definition.pop(key) for key in list(definition) if key not in ("title", "description")
            }
            definition["anyOf"] = [spelled, *forms]
        return reference


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
        return
    for step, below in marks.children():
        if isinstance(value, dict) and step in value:
            _locate_value(value[step], below, (*path, step))
        elif isinstance(value, tuple) and isinstance(value[int(step)], Model):
            locate(value[int(step)], below, (*path, step))
