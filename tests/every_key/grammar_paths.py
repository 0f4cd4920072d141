"""The paths of all keys, read from the JSON Schema alone: through references, maps, lists and shorthand forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME, ITEM = "*", "[]"


def key_paths(schema: dict[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Each key's path and what the schema says of it; `("hosts", "*", "listens")`."""
    return dict(_below(schema, schema, ()))


def _below(
    whole: dict[str, Any], here: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for form in forms(whole, here):
        for key, value in form.get("properties", {}).items():
            yield (*path, key), value
            yield from _below(whole, value, (*path, key))
        for keyword, step in (("additionalProperties", NAME), ("items", ITEM)):
            if isinstance(form.get(keyword), dict):
                yield from _below(whole, form[keyword], (*path, step))


def forms(whole: dict[str, Any], here: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What stands at a place: itself, what it refers to, and each of its alternatives."""
    yield here
    if "$ref" in here:
        yield from forms(whole, whole["$defs"][here["$ref"].rpartition("/")[2]])
    for form in here.get("anyOf", ()):
        yield from forms(whole, form)
