"""host_bridge: Docker puts its containers on the host's own bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach import on_bridge
from lanwright.lower.attach.strategy import Attached, Scene

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """A bridge network on a bridge that the host has."""
    return network.driver == "bridge" and network.host_bridge is not None


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The host's bridge, which stays the host's."""
    return on_bridge.options(network, bridge)


def attach(scene: Scene) -> Attached:
    """Nothing on the host: its bridge is there already."""
    del scene
    return Attached()
