"""LW505: a wireless interface as a bridge's port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW505", Severity.ERROR)
def wireless_port(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A bridge has a wireless interface as its port.

    A station of a Wi-Fi network may send as itself alone: the frame that it sends to the access point has room for one
    address of the sender's side. What a bridge passes on comes from other machines, so the kernel refuses such a port:
    "Device does not allow enslaving to a bridge", says `ip`, and brctl "Operation not supported" (linux
    `net/wireless/core.c`, IFF_DONT_BRIDGE). It allows it in four-address mode (`iw dev wlan0 set 4addr on`), which the
    access point must know, too; few do. From one that doesn't the host itself is cut off then (measured).

    Take it out of `ports`. For containers on a wireless LAN there is ipvlan, which shares the host's MAC address.
    """
    for link in host.links.values():
        if link.kind is not LinkKind.BRIDGE:
            continue
        for port in link.ports:
            if host.links[port].kind is LinkKind.WIRELESS:
                bridge = site.hosts[host.name].interfaces[link.name]
                yield Finding(
                    message=f"`{port}`, a port of the bridge `{link.name}`, is wireless",
                    origin=bridge.at("ports", bridge.ports.index(port)),
                    why="an access point takes frames from the station's own MAC address alone, so the kernel refuses "
                    'the port: "Operation not supported"',
                    fix="take it out of `ports`; containers reach a wireless LAN by `driver: ipvlan`, "
                    f"`parent: {port}`",
                    edits=(Drop(bridge.at("ports", bridge.ports.index(port)), "ports"),),
                )
