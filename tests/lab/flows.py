"""Who reaches whom, and as whom: everybody of a site asks at every door, and what came of it is a text.

    laptop
        web         192.168.0.241:80/tcp            seen as 192.168.0.50
        app         app@backend:8080/tcp            no answer

The text is the same whatever configures the host, carries its rules and happened to it; a sample's stands in
`samples/flows/`, read by a person before it was committed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.lab.probe import Answer, Lost, probe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.lab.everybody import Door, Everybody
    from tests.lab.lab import Lab

AT_ONCE = 16
NOTHING = "no answer"
SILENCE = {Lost.TIMEOUT, Lost.UNREACHABLE}
"""Whether a router says that there is no way, or nothing, is up to how often it has said so just now."""


def asked(lab: Lab, everybody: Everybody) -> str:
    """Ask at every door from every place, all at once, with every neighbour forgotten; tell it as a text."""
    places, doors, labels = everybody.places(), everybody.doors(), everybody.labels()
    ways = [(place, door) for place in places for door in doors if door.is_for(place)]
    lab.forget_neighbours()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda way: _asked(places[way[0]], way[1]), ways))
    lines: list[str] = []
    for (place, door), verdict in zip(ways, found, strict=True):
        if place not in lines:
            lines.append(place)
        where = str(door).replace(door.address, labels.get(door.address, door.address))
        lines.append(f"    {door.name:16} {where:36} {_told(door, verdict, labels)}")
    return "\n".join((*lines, ""))


def _asked(netns: Path, door: Door) -> Answer | Lost:
    return probe(netns, door.address, door.port, door.protocol)


def _told(door: Door, verdict: Answer | Lost, labels: Mapping[str, str]) -> str:
    if isinstance(verdict, Lost):
        return NOTHING if verdict in SILENCE else verdict.value
    who = "" if verdict.name == door.name else f"{verdict.name} answers, "
    return f"{who}seen as {labels.get(verdict.seen_as, verdict.seen_as)}"
