"""Who reaches whom, and as whom: everybody of a site asks at every door, and what came of it is a text.

    laptop
        web         192.168.0.241:80/tcp            seen as 192.168.0.50
        app         app@backend:8080/tcp            no answer

The text is the same whatever configures the host, carries its rules and happened to it; a sample's stands in
`samples/flows/`, read by a person before it was committed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from tests.lab.probe import Answer, Lost, probe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.lab.everybody import Door, Everybody
    from tests.lab.lab import Lab

AT_ONCE = 64
NOTHING = "no answer"
SILENCE = {Lost.TIMEOUT, Lost.UNREACHABLE}
"""Whether a router says that there is no way, or nothing, is up to how often it has said so just now."""


class Flow(NamedTuple):
    """A place, the door that it asked at, and what came of it."""

    place: str
    door: Door
    verdict: Answer | Lost


def flows(lab: Lab, everybody: Everybody) -> list[Flow]:
    """Ask at every door from every place, all at once, with every neighbour forgotten."""
    places, doors = everybody.places(), everybody.doors()
    ways = [(place, door) for place in places for door in doors if door.is_for(place)]
    lab.forget_neighbours()

    def asked(way: tuple[str, Door]) -> Flow:
        place, door = way
        return Flow(place, door, probe(places[place], door.address, door.port, door.protocol))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(asked, ways))


def told(found: Iterable[Flow], labels: Mapping[str, str]) -> str:
    """Tell it, place by place; `labels` are names for addresses that may be others next time."""
    lines: list[str] = []
    for place, door, verdict in found:
        if place not in lines:
            lines.append(place)
        where = str(door).replace(door.address, labels.get(door.address, door.address))
        lines.append(f"    {door.name:16} {where:36} {_told(door, verdict, labels)}")
    return "\n".join((*lines, ""))


def _told(door: Door, verdict: Answer | Lost, labels: Mapping[str, str]) -> str:
    if isinstance(verdict, Lost):
        return NOTHING if verdict in SILENCE else verdict.value
    who = "" if verdict.name == door.name else f"{verdict.name} answers, "
    return f"{who}seen as {labels.get(verdict.seen_as, verdict.seen_as)}"


def asked(lab: Lab, everybody: Everybody) -> str:
    """Both at once."""
    return told(flows(lab, everybody), everybody.labels())
