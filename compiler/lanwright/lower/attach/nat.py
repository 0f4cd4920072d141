"""nat: Docker's own bridge; what leaves takes the host's address, what comes in needs a published port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.lower.masquerade import MASQUERADE, host_address_option

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = False


def applies(network: Network) -> bool:
    """A bridge that isn't joined to a real one."""
    return network.driver == "bridge" and network.host_bridge is None and network.uplink is None


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The options of the bridge driver (moby `drivers/bridge/labels.go`)."""
    given = {"com.docker.network.bridge.name": bridge or ""}
    if not network.masquerade:
        given[MASQUERADE] = "false"
    if network.mtu:
        given["com.docker.network.driver.mtu"] = str(network.mtu)
    if not network.external:  # of which nothing can be told; a rule does it (`firewall/leaves_as.py`)
        given |= {host_address_option(address.version): str(address) for address in network.leaves_as}
    return given


def attach(scene: Scene) -> Attached:
    """Nothing: dockerd makes all of it."""
    del scene
    return Attached()
