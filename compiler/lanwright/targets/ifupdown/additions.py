"""What is added to links that the host's own stanzas make: aliases, promiscuous mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan import Maker, Purpose
from lanwright.targets.ifupdown.commands import hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link


@dataclass(frozen=True, slots=True)
class Addition:
    """A link of the host's, and the commands that add to it once it is up."""

    link: str
    lines: tuple[str, ...]


def additions(host: HostPlan) -> tuple[Addition, ...]:
    """The links that something is added to, in the plan's order."""
    found = (
        Addition(link.name, tuple(_lines(host, link)))
        for link in host.links.values()
        if link.maker is Maker.HOST
    )
    return tuple(addition for addition in found if addition.lines)


def _lines(host: HostPlan, link: Link) -> Iterator[str]:
    for item in host.addresses:
        if item.link == link.name and item.purpose is Purpose.ALIAS:
            yield hold(item, link.name)
    if link.promiscuous:
        yield f"ip link set dev {link.name} promisc on"
