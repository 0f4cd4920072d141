"""LW507: an internal network on the host's bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW507", Severity.ERROR)
def internal_on_the_lan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network on the host's bridge is `internal`, and isn't.

    `internal` keeps a network to itself: no default route, and packet rules that drop what crosses the network's edge.
    On the host's own bridge (or one that is joined to it) the LAN isn't beyond that edge. A frame from a laptop to a
    container goes through the bridge, where neither routes nor those rules have a say: each reaches the other as before
    (measured). Only what lies beyond the router is out of reach.

    Drop `internal`; or leave the network off the host's bridge, if its containers are to be kept from the LAN.
    """
    for network in host.networks.values():
        if network.internal and network.strategy in {"host_bridge", "veth"}:
            written = site.hosts[host.name].networks[network.name]
            joined = network.bridge if network.strategy == "host_bridge" else "the host's bridge"
            yield Finding(
                message=f"`{network.name}` is `internal`, and the whole LAN reaches it",
                origin=written.at("internal"),
                why=f"its containers are on the LAN by {joined}: frames don't pass by what isolates networks",
                fix="drop `internal`, or leave the network off the host's bridge",
                edits=(Drop(written.at("internal"), "internal"),),
            )
