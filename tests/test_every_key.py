"""Every key of the grammar does something, or says that it doesn't yet (LW007).

The list in `rules/reading/not_yet.py` is held against the compiler in both directions: a key that isn't on it changes the
plan or a finding in some intent; a key that is on it changes nothing, unless it says that it is partial.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lanwright import pipeline, targets
from lanwright.intent.grammar import dotted, keys
from lanwright.rules.reading.not_yet import NOT_YET, NotYet
from tests.every_key.effects import INTENTS, KEYS, effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan

WHOLE = Path(__file__).parent / "every_key" / "whole.yaml"

NOBODYS = {"LW007"}
"""The finding that only says that something isn't done."""

CONSTANT = {("version",)}
"""Keys with one value, whose lack is LW006."""

LISTED = {entry.path: entry for entry in NOT_YET if not entry.when and not entry.partial}
TESTED = [path for path in KEYS if path[:2] != ("defaults", "host") and path not in CONSTANT]
"""What hosts take from the defaults is what hosts have: `defaults` itself is tested, not each key once more."""


def listed(path: tuple[str, ...]) -> str | None:
    """The entry that a key falls under: its own, or that of a key above it."""
    return next((entry for entry in LISTED if f"{dotted(path)}.".startswith(f"{entry}.")), None)


def test_the_schema_and_the_models_have_the_same_paths() -> None:
    """Through references, maps, lists and shorthand forms."""
    assert set(KEYS) == set(keys())


@pytest.mark.parametrize("path", [path for path in TESTED if not listed(path)], ids=dotted)
def test_a_key_changes_the_plan_or_a_finding(path: tuple[str, ...]) -> None:
    """Changed, added or taken away in one of the samples."""
    found = effects(path, enough=lambda seen: bool(seen - NOBODYS))
    assert found - NOBODYS, f"{dotted(path)} does nothing: list it in NOT_YET"


def test_a_key_that_is_listed_changes_nothing_yet() -> None:
    """Else it is carried out: take it off the list."""
    waiting = [path for path in TESTED if listed(path)]
    done = [dotted(path) for path in waiting if effects(path, enough=lambda seen: "plan" in seen) - NOBODYS]
    assert done == [], "carried out: take them off the list"


@pytest.mark.parametrize("entry", NOT_YET, ids=lambda entry: f"{entry.path} {entry.when}".strip())
def test_an_entry_is_a_key_of_the_grammar(entry: NotYet) -> None:
    """Its path is one, but for what stands in `docker.settings`."""
    known = {dotted(path) for path in keys()}
    assert entry.path in known or entry.path.startswith("hosts.*.docker.settings.")


def plans(*paths: Path) -> Iterator[HostPlan]:
    """Every host of some intents."""
    for path in paths:
        _, plan = pipeline.understand({path.name: path.read_text(encoding="utf-8")})
        yield from plan.hosts.values()


@pytest.mark.parametrize(
    "part", ["links", "addresses", "routes", "rules", "kernel", "networks", "services", "tasks"]
)
def test_a_part_of_the_plan_is_in_some_file(part: str) -> None:
    """What a host will have, its files make: a plan without the part leads to other files, in some sample."""
    hosts = [host for host in plans(*INTENTS) if getattr(host, part)]
    assert any(targets.emit(host) != targets.emit(without(host, part)) for host in hosts)


def without(host: HostPlan, part: str) -> HostPlan:
    """A host whose links, rules or the like are gone, and what stands on its links with them."""
    gone = {"links": ("links", "addresses", "routes"), "services": ("services", "members")}.get(part, (part,))
    empty: Any = {name: type(getattr(host, name))() for name in gone}
    return replace(host, **empty)
