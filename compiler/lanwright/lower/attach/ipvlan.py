"""ipvlan: each container has an address of its own on the LAN, behind the parent's one MAC address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.shim import shim
from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.plan import LinkKind

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """By its driver."""
    return network.driver == "ipvlan"


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The options of the ipvlan driver (moby `drivers/ipvlan/ipvlan.go`); others it ignores."""
    del bridge
    given = {"ipvlan_mode": _mode(network), "ipvlan_flag": _flag(network)}
    return given | ({"parent": network.parent} if network.parent else {})


def attach(scene: Scene) -> Attached:
    """In mode l2 the shim, if the host is to reach the network; the routed modes have none (LW404).

    It has an address of its own on the LAN. It has the network's own mode and flag: both belong to the parent, and a link with others would silently switch
    every container on it (linux `drivers/net/ipvlan/ipvlan_main.c`, ipvlan_set_port_mode).
    """
    network = scene.network
    if _mode(network) != "l2":
        return Attached()
    return shim(scene, LinkKind.IPVLAN, _mode(network), _flag(network))


def _mode(network: Network) -> str:
    return network.mode or "l2"


def _flag(network: Network) -> str:
    return network.flag or "bridge"
