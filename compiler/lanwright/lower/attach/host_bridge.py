"""host_bridge: Docker puts its containers on the host's own bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.strategy import Attached, Scene

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """A bridge network on a bridge that the host has."""
    return network.driver == "bridge" and network.host_bridge is not None


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The host's bridge by name; `inhibit_ipv4` keeps Docker from taking the host's address away."""
    given = {
        "com.docker.network.bridge.name": bridge or "",
        "com.docker.network.bridge.inhibit_ipv4": "true",
    }
    if network.mtu:
        given["com.docker.network.driver.mtu"] = str(network.mtu)
    return given


def attach(scene: Scene) -> Attached:
    """Nothing on the host: its bridge is there already."""
    del scene
    return Attached()
