"""A transition: a kind of host, what it is before and after, and what it asks of its owner in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.lab.applied import Way
    from tests.lab.probe import Answer, Lost
    from tests.lab.site import Site
    from tests.lab.upgrade.changes import Change


def nothing(site: Site) -> None:
    """Its owner has nothing to do beforehand."""
    del site


@dataclass(frozen=True, slots=True)
class Transition:
    """From one intent to the next.

    Attributes:
        name: What changes, and on which kind of host.
        text: The first intent.
        change: What makes the next one of it.
        ways: Who reaches whom with the first.
        waits_for: The networks that have to go, each with the containers that it has.
        cut_off: The containers that lose their link although none of their networks goes.
        set_up: What its owner does beyond the first intent, such as to the switch.
    """

    name: str
    text: str
    change: Change
    ways: Mapping[Way, Answer | Lost]
    waits_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cut_off: frozenset[str] = frozenset()
    set_up: Callable[[Site], None] = nothing

    def __str__(self) -> str:
        return self.name
