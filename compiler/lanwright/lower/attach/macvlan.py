"""macvlan: each container has a MAC address and an address of its own on the LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.attach.shim import shim
from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.plan import LinkKind, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """By its driver."""
    return network.driver == "macvlan"


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The options of the macvlan driver (moby `drivers/macvlan/macvlan.go`); others it ignores."""
    del bridge
    given = {"macvlan_mode": _mode(network)}
    return given | ({"parent": network.parent} if network.parent else {})


def attach(scene: Scene) -> Attached:
    """The shim, if the host is to reach the network, and what must be done elsewhere.

    Only links in mode bridge are handed each other's frames, so that only a network in mode bridge has a shim. In the
    other modes the kernel sends everything out by the parent (linux `drivers/net/macvlan.c`, macvlan_queue_xmit): with
    vepa, a switch that reflects frames carries them between host and containers; with private nothing does.
    """
    made = shim(scene, LinkKind.MACVLAN, "bridge") if _mode(scene.network) == "bridge" else Attached()
    return Attached(
        links=made.links, addresses=made.addresses, routes=made.routes, tasks=tuple(_tasks(scene))
    )


def _mode(network: Network) -> str:
    return network.mode or "bridge"


def _tasks(scene: Scene) -> Iterator[Task]:
    if scene.virtual:
        yield Task(
            where=f"hypervisor of {scene.host}",
            what="allow promiscuous mode, MAC address changes and forged transmits on the guest's port",
            why=f"each container of {scene.name} has a MAC address that the hypervisor doesn't know, and drops",
            origin=scene.network.origin,
        )
    if _mode(scene.network) == "vepa":
        yield Task(
            where=f"switch of {scene.lan}" if scene.lan else f"switch of {scene.host}",
            what=f"switch reflective relay (802.1Qbg, on a Linux bridge `hairpin on`) on for the port of {scene.host}",
            why=f"a container of {scene.name} reaches neither its neighbours there nor the host: "
            "the switch never sends a frame back out of the port that it came from",
            origin=scene.network.origin,
        )
