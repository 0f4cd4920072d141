"""veth: a pair of links joins a bridge of the network's own to the host's.

The bridge is made by us, before Docker starts, and not by Docker: what Docker made it takes away with the network, and
the pair would be left dangling (measured). Docker takes over a bridge that it finds, and lets it be afterwards.
"""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

from lanwright.lower.attach import on_bridge
from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.lower.names import interface_name
from lanwright.plan import Link, LinkAddress, LinkKind, Maker, Purpose
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network

on_lan = True


def applies(network: Network) -> bool:
    """A bridge network with an uplink."""
    return network.driver == "bridge" and network.host_bridge is None and network.uplink is not None


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """A bridge of ours, which Docker finds."""
    return on_bridge.options(network, bridge)


def attach(scene: Scene) -> Attached:
    """The network's bridge, and the pair: `up-` is the bridge's way up to the LAN, `down-` the host's bridge's way down."""
    network, uplink = scene.network, scene.network.uplink
    if uplink is None:
        return Attached()
    bridge, origin = on_bridge.bridge_name(scene.name, network), uplink.at("veth_to")
    up, down = interface_name("up", scene.name), interface_name("down", scene.name)
    links = (
        _link(scene, bridge, origin),
        _link(scene, up, origin, other=down, bridge=bridge),
        _link(scene, down, origin, other=up, bridge=uplink.veth_to),
    )
    return Attached(links=links, addresses=tuple(_addresses(scene, bridge, origin)))


def _link(
    scene: Scene, name: str, origin: Origin, *, other: str | None = None, bridge: str | None = None
) -> Link:
    """A smaller MTU than its ports' makes a bridge's own smaller: the pair has that of the bridge it leads to."""
    joined = scene.links.get(scene.network.uplink.veth_to) if scene.network.uplink else None
    return Link(
        name=name,
        kind=LinkKind.BRIDGE if other is None else LinkKind.VETH,
        maker=Maker.LANWRIGHT,
        purpose=Purpose.UPLINK,
        origin=origin,
        parent=other,
        bridge=bridge,
        lan=scene.lan,
        network=scene.name,
        mtu=scene.network.mtu or (joined.mtu if joined else None),
    )


def _addresses(scene: Scene, bridge: str, origin: Origin) -> Iterator[LinkAddress]:
    """The IPv6 address that Docker insists on, alone in its prefix: one that is there it leaves as it is (measured).

    With the LAN's prefix, as Docker would give it, the host had a second route to the LAN.
    """
    for subnet in scene.subnets:
        if subnet.prefix.version == 6 and subnet.gateway is not None:
            yield LinkAddress(
                link=bridge,
                address=ip_interface(str(host_prefix(subnet.gateway))),
                maker=Maker.LANWRIGHT,
                purpose=Purpose.UPLINK,
                origin=origin,
            )
