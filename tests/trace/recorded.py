"""A drawn site as it was recorded: its intent, and the flows that were measured, read back from the text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright import pipeline
from tests.lab.flows import Flow
from tests.lab.probe import Answer, Lost
from tests.trace.as_in_the_lab import doors_of, world_of_the_lab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Site
    from lanwright.plan import SitePlan

SITES = Path(__file__).parent / "sites"
DRAWN = sorted(path.stem for path in SITES.glob("*.yaml"))


def written(name: str) -> str:
    """Its intent's text."""
    return (SITES / f"{name}.yaml").read_text("utf-8")


@cache
def understood(name: str) -> tuple[Site, SitePlan]:
    """Its intent and its plan."""
    return pipeline.understand({"lanwright.yaml": written(name)})


def measured(name: str) -> str:
    """Who reached whom, as `tests/lab/flows.py` told it."""
    return (SITES / f"{name}.txt").read_text("utf-8")


def flows(name: str) -> list[Flow]:
    """The same as flows: whoever is asked and where comes from the intent, what came of it from the text alone."""
    intent, plan = understood(name)
    doors = doors_of(intent, world_of_the_lab(plan))
    called = {label: address for address, label in doors.labels().items()}
    asked = [(place, door) for place in doors.places() for door in doors.doors() if door.is_for(place)]
    lines = [line for line in measured(name).splitlines() if line.startswith(" ")]
    return [
        Flow(place, door, _verdict(line, door.name, called))
        for (place, door), line in zip(asked, lines, strict=True)
    ]


def _verdict(line: str, name: str, called: Mapping[str, str]) -> Answer | Lost:
    """What stands behind name and door."""
    words = line.split(maxsplit=2)[2]
    before, answered, source = words.rpartition("seen as ")
    if not answered:
        return Lost.TIMEOUT if words == "no answer" else Lost(words)
    return Answer(before.removesuffix(" answers, ") or name, called.get(source, source))
