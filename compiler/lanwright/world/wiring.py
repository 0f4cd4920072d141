"""Which cards are plugged into which LAN: what a host's links say of the cables below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import LinkKind, Purpose
from lanwright.plan.parents import dockers_vlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link

CARDS = frozenset({LinkKind.PHYSICAL, LinkKind.WIRELESS})


class Plug(NamedTuple):
    """A card of a host on a LAN, by the number of the VLAN that leads there; 0 is untagged."""

    card: str
    vlan: int
    lan: str


def plugs(host: HostPlan) -> Iterator[Plug]:
    """Each once, in the plan's order; a link of ours stands on another one's cable."""
    seen: set[Plug] = set()
    for link in host.links.values():
        if link.lan is not None and link.purpose is Purpose.HOST and link.kind is not LinkKind.TUNNEL:
            for plug in _below(host, link, 0, link.lan, 0):
                if plug not in seen:
                    seen.add(plug)
                    yield plug
    for network in host.networks.values():
        made = dockers_vlan(host, network)
        if made is not None and network.lan is not None:
            for plug in _below(host, made.link, made.vlan, network.lan, 0):
                if plug not in seen:
                    seen.add(plug)
                    yield plug


def _below(host: HostPlan, link: Link, vlan: int, lan: str, depth: int) -> Iterator[Plug]:
    """Down to the cards; a VLAN in a VLAN isn't followed."""
    if depth > 8:
        return
    if link.kind in CARDS:
        yield Plug(link.name, vlan, lan)
    elif link.kind is LinkKind.VLAN and link.parent in host.links and not vlan:
        yield from _below(host, host.links[link.parent or ""], link.vlan or 0, lan, depth + 1)
    else:
        for port in link.ports:
            if port in host.links:
                yield from _below(host, host.links[port], vlan, lan, depth + 1)
