"""Where the user wrote a key: the places of an intent that a path of the grammar leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.intent.model import Model


class Written(NamedTuple):
    """A key that was written: its value, and its place."""

    value: Any
    origin: Origin


def written(site: Site, path: str) -> Iterator[Written]:
    """Every place of `hosts.*.docker.settings` in an intent; what a host takes from the defaults counts."""
    return _of(site, path.split("."))


def _of(model: Model, steps: Sequence[str]) -> Iterator[Written]:
    step, *rest = steps
    if model.wrote(step):
        yield from _below(getattr(model, _attribute(model, step)), model, (step,), rest)


def _below(value: Any, holder: Model, since: tuple[str, ...], steps: Sequence[str]) -> Iterator[Written]:
    """Go down `steps` from a value that stands at `since` below its holder."""
    if not steps:
        yield Written(value, holder.at(*since))
    elif isinstance(value, dict):
        step, *rest = steps
        for name in value if step == "*" else value.keys() & {step}:
            yield from _below(value[name], holder, (*since, name), rest)
    else:
        yield from _of(value, steps)


def _attribute(model: Model, key: str) -> str:
    fields = type(model).model_fields.items()
    return next(name for name, field in fields if (field.alias or name) == key)
