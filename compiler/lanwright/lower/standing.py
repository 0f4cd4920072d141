"""Which LAN a network's containers stand on: the one that it names, else that of the link it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach import strategy_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Network
    from lanwright.plan import Link

_ROUTED = frozenset({"l3", "l3s"})


def lan_of(network: Network, links: Mapping[str, Link]) -> str | None:
    """The LAN's name. A routed network (ipvlan l3) is on its parent's LAN only where it says so."""
    if network.lan is not None or not strategy_of(network)[1].on_lan or network.mode in _ROUTED:
        return network.lan
    below = links.get(network.parent or network.on_bridge or "")
    return below.lan if below else None
