"""macvlan: each container has a MAC address and an address of its own on the LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.shim import shim
from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.plan import LinkKind, Task

if TYPE_CHECKING:
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """By its driver."""
    return network.driver == "macvlan"


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The options of the macvlan driver (moby `drivers/macvlan/macvlan.go`); others it ignores."""
    del bridge
    given = {"macvlan_mode": network.mode or "bridge"}
    return given | ({"parent": network.parent} if network.parent else {})


def attach(scene: Scene) -> Attached:
    """The shim, if the host is to reach the network; its mode is always bridge, whatever the containers' is."""
    made = shim(scene, LinkKind.MACVLAN, "bridge")
    return Attached(links=made.links, addresses=made.addresses, routes=made.routes, tasks=_tasks(scene))


def _tasks(scene: Scene) -> tuple[Task, ...]:
    if not scene.virtual:
        return ()
    return (
        Task(
            where=f"hypervisor of {scene.host}",
            what="allow promiscuous mode, MAC address changes and forged transmits on the guest's port",
            why=f"each container of {scene.name} has a MAC address that the hypervisor doesn't know, and drops",
            origin=scene.network.origin,
        ),
    )
