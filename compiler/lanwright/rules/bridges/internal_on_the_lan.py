"""LW507: an internal network whose containers stand on a LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.plan.parents import ON_A_PARENT
from lanwright.rules.access.ways_out import stands_on_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW507", Severity.ERROR)
def internal_on_the_lan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network on the LAN is `internal`, and the LAN reaches it.

    `internal` keeps a network to itself: no default route, and packet rules that drop what crosses the network's edge.
    On the host's own bridge (or one that is joined to it) the LAN isn't beyond that edge. A frame from a laptop to a
    container goes through the bridge, where neither routes nor those rules have a say: each reaches the other as before
    (measured). Only what lies beyond the router is out of reach.

    On a macvlan or ipvlan network with a parent on the LAN it is no other: Docker makes no packet rules for these drivers
    at all, and leaves out the default route (measured). Some want just that, containers that the LAN reaches and that get
    nowhere beyond it: a warning, which may be silenced with that reason.

    Drop `internal`; or leave the network off the LAN, if its containers are to be kept from it: an `internal` network of
    driver bridge, without `host_bridge` and `uplink`, or one of driver macvlan without a `parent`.
    """
    for network in host.networks.values():
        if network.internal and _is_on_lan(network):
            where = site.hosts[host.name].networks[network.name].at("internal")
            yield Finding(
                message=f"`{network.name}` is `internal`, and the whole LAN reaches it",
                origin=where,
                why=_why(network),
                fix=_fix(network),
                edits=(Drop(where, "internal"),),
                severity=Severity.WARNING if network.driver in ON_A_PARENT else None,
            )


def _is_on_lan(network: DockerNetwork) -> bool:
    """Whether its containers' frames reach a LAN; without a parent Docker makes a dummy link."""
    apart = network.driver in ON_A_PARENT and network.parent is None
    return stands_on_lan(network) and not apart and network.lan is not None


def _why(network: DockerNetwork) -> str:
    if network.driver in ON_A_PARENT:
        return f"Docker leaves out the default route, and nothing else: its containers are on the LAN by `{network.parent}`"
    joined = network.bridge if network.strategy == "host_bridge" else "the host's bridge"
    return f"its containers are on the LAN by {joined}: frames don't pass by what isolates networks"


def _fix(network: DockerNetwork) -> str:
    if network.driver in ON_A_PARENT:
        return "drop `internal`, or write `driver: bridge` without `parent` and `lan`, if the LAN is to be kept out"
    return "drop `internal`, or leave the network off the host's bridge"
