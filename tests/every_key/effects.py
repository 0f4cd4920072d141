"""What a key does: change it, add it or take it away in some intent, and see what becomes of it.

An effect counts only where the changed intent still has a plan: a name that is looked up and then forgotten has none.
"""

from __future__ import annotations

import copy
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from lanwright import pipeline
from lanwright.diagnostics import Origin, Refused
from lanwright.intent.schema import schema
from lanwright.source import parse
from tests.every_key.grammar_paths import ITEM, NAME, forms, key_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
KEYS = key_paths(SCHEMA)
INTENTS = [
    *sorted(ROOT.glob("tests/every_key/*.yaml")),
    *sorted(ROOT.glob("samples/*/lanwright.yaml")),
]
SMALL_INTENTS = sorted(ROOT.glob("samples/rules/*/*.yaml"))
"""The rules' own samples: what a rule reads changes something in one of these, though the plan be the same."""

OTHERS: dict[str, list[Any]] = {
    "Addresses": ["192.168.0.99", "172.22.0.99", "10.200.0.99"],
    "BridgeCidrs": ["10.209.0.1/24"],
    "Cidrs": ["192.168.0.99/22", "192.168.0.252/30", "10.9.8.0/24", "10.200.0.192/26"],
    "Subnets": ["172.30.0.0/16", "10.9.8.0/24"],
    "Ranges": ["192.168.3.0-192.168.3.9"],
    "OneAddress": ["192.168.0.99"],
    "OneCidr": ["10.203.0.0/16"],
    "OneMac": ["52:54:00:00:00:99"],
    "OnePort": [8099],
    "AskedPorts": [8099],
    "DockerVersion": ["26", "29"],
    "Option": ["0", "false"],
    "Texts": ["internet"],
    "Text": ["home", "dmz", "other"],
    "Word": ["private", "l2", "active-backup"],
    "InterfaceName": ["eth0", "br0", "none", "other0"],
    "UnitName": ["99-other.network"],
    "ProjectName": ["other"],
    "ServiceName": ["other"],
    "SiteName": ["other"],
    "NetworkMode": ["host", "service:web"],
    "ComposeFile": ["other/compose.yaml"],
    "ConfigFile": ["/etc/docker/other.json"],
}
"""What may stand instead, by the kind of value."""


def paths_of(pattern: tuple[str, ...], data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the key of a pattern stands, or could, in an intent's data."""
    step, *rest = pattern
    if not rest:
        if isinstance(data, dict):
            yield (*above, step)
    elif step == NAME and isinstance(data, dict):
        for name, below in data.items():
            yield from paths_of(tuple(rest), below, (*above, name))
    elif step == ITEM and isinstance(data, list):
        for index, below in enumerate(data):
            yield from paths_of(tuple(rest), below, (*above, index))
    elif isinstance(data, dict) and step in data:
        yield from paths_of(tuple(rest), data[step], (*above, step))


def variants(pattern: tuple[str, ...], data: Any, *, adding: bool) -> Iterator[Any]:
    """The intent without the key, and with each other value that it may have, where it stands (or, adding, could)."""
    for path in paths_of(pattern, data):
        *above, key = path
        without = copy.deepcopy(data)
        inside = without
        for step in above:
            inside = inside[step]
        written = inside.pop(key, None)
        if written is None and not adding:
            continue
        if written is not None:
            yield without
        for other in others(KEYS[pattern], written):
            inside[key] = other
            yield copy.deepcopy(without)


def others(found: dict[str, Any], written: Any) -> Iterator[Any]:
    """Values that may stand instead of what is written."""
    for form in forms(SCHEMA, found):
        kind = form.get("type", [])
        yield from form.get("enum", ())
        yield from OTHERS.get(form.get("$ref", "").rpartition("/")[2], ())
        if "boolean" in kind:
            yield from (True, False)
        if "integer" in kind and "const" not in form:
            yield (written if isinstance(written, int) else 100) + 1
        if isinstance(written, dict) and "object" in kind:
            yield from ({key: value for key, value in written.items() if key != gone} for gone in written)


class Outcome(NamedTuple):
    """What becomes of an intent: its plan without positions, and what is found."""

    plan: Any
    found: frozenset[tuple[str, str, str]]


@cache
def _outcome(text: str) -> Outcome | None:
    try:
        site, plan = pipeline.understand({"lanwright.yaml": text})
    except Refused:
        return None
    return Outcome(
        plain(plan), frozenset((item.code, item.message, item.why) for item in pipeline.judge(site, plan))
    )


def outcome(data: Any) -> Outcome | None:
    """What becomes of an intent; None where it has no plan."""
    return _outcome(yaml.safe_dump(data, sort_keys=False))


def plain(value: Any) -> Any:
    """A plan as plain data, positions left out."""
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if not isinstance(getattr(value, field.name), Origin)
        }
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def effects(pattern: tuple[str, ...], enough: Callable[[set[str]], bool]) -> set[str]:
    """What a key changes in any of the intents: `plan`, or the codes of findings; looks no further than is `enough`."""
    seen: set[str] = set()
    for path in (*INTENTS, *SMALL_INTENTS):
        data = intent(path)
        base = outcome(data)
        for other in variants(pattern, data, adding=path in INTENTS) if base else ():
            changed = outcome(other)
            if base and changed:
                seen |= {code for code, _, _ in base.found ^ changed.found}
                seen |= {"plan"} if base.plan != changed.plan else set()
            if enough(seen):
                return seen
    return seen


@cache
def intent(path: Path) -> Any:
    """An intent's data; nothing where it can't be read, which some bad samples are about."""
    try:
        return parse(path.read_text(encoding="utf-8"), path.name).data
    except Refused:
        return {}
