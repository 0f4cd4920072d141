"""LW310: a macvlan link as a bridge's port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW310", Severity.ERROR)
def macvlan_in_a_bridge(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A bridge has a macvlan link, a network's shim, as its port.

    A macvlan link takes in frames for its own MAC address, and broadcasts. What is for a machine behind the bridge has
    that machine's address, and the kernel never hands it to the link. So it half works, which is worse than not at
    all: ARP requests get through, in both directions and from the start, and no other packet does. Promiscuous mode on
    the link, the parent or both changes nothing, nor does giving both one MAC address.

    Make the bridge of the network card itself (`ports: [eth0]`) and write the bridge as the macvlan network's parent;
    or put the containers on the bridge (`host_bridge`), without macvlan.
    """
    written = site.hosts[host.name]
    for bridge in host.links.values():
        for index, port in enumerate(bridge.ports):
            link = host.links.get(port)
            if link is None or link.kind is not LinkKind.MACVLAN:
                continue
            network = written.networks[link.network or ""]
            yield Finding(
                message=f"`{bridge.name}` has the shim of `{link.network}`, `{port}`, as its port",
                origin=written.interfaces[bridge.name].at("ports", index),
                why="a macvlan link passes broadcasts to a bridge and nothing else: ARP gets through, packets don't",
                fix=f"write `ports: [{link.parent}]`, and `parent: {bridge.name}` at `{link.network}`",
                related=(Related(network.at("host_access"), f"`{port}` is made here"),),
                edits=()
                if any(item.link == link.parent for item in host.addresses)  # LW229
                else (
                    Write(written.interfaces[bridge.name].at("ports", index), link.parent),
                    Write(network.at("parent"), bridge.name),
                ),
            )
