"""LW511: a network says one LAN, its bridge is on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import HostPlan


@rule("LW511", Severity.ERROR)
def bridge_on_another_lan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network says that it is on one LAN, and the bridge that it is on or leads to is on another.

    The containers get addresses of the one and are plugged into the other: nobody there has their subnet, and the
    router that they are told isn't there. Docker finds nothing wrong with it.

    Write the LAN of the bridge, or the bridge of the LAN.
    """
    written = site.hosts[host.name]
    for name, network in written.networks.items():
        joined = network.on_bridge
        link = host.links[joined] if joined else None
        if link is None or network.lan is None or link.lan in (None, network.lan):
            continue
        fit = (
            other.name
            for other in host.links.values()
            if other.lan == network.lan and other.kind is LinkKind.BRIDGE and other.network is None
        )
        bridge = next(fit, None)
        key = "host_bridge" if network.host_bridge else "veth_to"
        instead = f", or `{key}: {bridge}`" if bridge else ""
        yield Finding(
            message=f"`{name}` is on the LAN `{network.lan}`, and `{link.name}` is on `{link.lan}`",
            origin=network.at("lan"),
            why="its containers get addresses of the one LAN, and are plugged into the other",
            fix=f"write `lan: {link.lan}`{instead}",
            edits=() if bridge is None else (Write(_joint(network), bridge),),
            related=(Related(written.interfaces[link.name].at("lan"), f"`{link.name}` is there"),),
        )


def _joint(network: Network) -> Origin:
    """Where the bridge is named."""
    return network.uplink.at("veth_to") if network.uplink else network.at("host_bridge")
