"""ipvlan: each container has an address of its own on the LAN, behind the parent's one MAC address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.strategy import Attached, Scene

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """By its driver."""
    return network.driver == "ipvlan"


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The options of the ipvlan driver (moby `drivers/ipvlan/ipvlan.go`); others it ignores."""
    del bridge
    given = {"ipvlan_mode": network.mode or "l2", "ipvlan_flag": network.flag or "bridge"}
    return given | ({"parent": network.parent} if network.parent else {})


def attach(scene: Scene) -> Attached:
    """Nothing on the host; its shim isn't carried out yet (LW007)."""
    del scene
    return Attached()
