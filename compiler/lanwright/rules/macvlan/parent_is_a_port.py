"""LW303: a network's parent is a port of a bridge or bond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.parents import master
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Link


@rule("LW303", Severity.ERROR)
def parent_is_a_port(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan or ipvlan network is on a port of a bridge or bond.

    The kernel hands the frames of one interface to one owner: a bridge, a bond, or macvlan or ipvlan links. Docker
    makes the network, and no container on it starts: "failed to create the macvlan port: device or resource busy"
    (with ipvlan: "failed to create the ipvlan port"). The other way round it is the bridge that fails: an interface
    with containers on it can't become a port, "Device or resource busy".

    Write the bridge or the bond as the parent. A VLAN on such a port, eth0.10 of an eth0 in a bridge, is an interface
    of its own and may be a parent.
    """
    written = site.hosts[host.name]
    for network in host.networks.values():
        link = host.links.get(network.parent or "")
        above = master(host, link) if link else None
        if link is None or above is None:
            continue
        yield Finding(
            message=f"`{link.name}`, the parent of `{network.name}`, is a port of the {_kind(host, link)} `{link.bridge}`",
            origin=written.networks[network.name].at("parent"),
            why=(
                "Docker makes the network, and no container on it starts: "
                f'"failed to create the {network.driver} port: device or resource busy"'
            ),
            fix=f"write `parent: {above.name}`",
            related=(Related(_port(site, host, link), f"`{link.name}` is a port here"),),
            edits=(Write(written.networks[network.name].at("parent"), above.name),),
            safe=True,
        )


def _kind(host: HostPlan, link: Link) -> str:
    return host.links[link.bridge or ""].kind.value


def _port(site: Site, host: HostPlan, link: Link) -> Origin:
    bridge = site.hosts[host.name].interfaces[link.bridge or ""]
    return bridge.at("ports", bridge.ports.index(link.name))
