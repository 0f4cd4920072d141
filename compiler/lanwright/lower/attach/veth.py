"""veth: a pair of links joins Docker's bridge to the host's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.strategy import Attached, Scene

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """A bridge network with an uplink."""
    return network.driver == "bridge" and network.host_bridge is None and network.uplink is not None


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """A bridge of Docker's without an address of its own, so that the LAN has one router."""
    given = {
        "com.docker.network.bridge.name": bridge or "",
        "com.docker.network.bridge.inhibit_ipv4": "true",
    }
    if network.mtu:
        given["com.docker.network.driver.mtu"] = str(network.mtu)
    return given


def attach(scene: Scene) -> Attached:
    """Not carried out yet (LW007): the pair itself isn't made."""
    del scene
    return Attached()
