"""LW510: a network is to be on a bridge that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW510", Severity.ERROR)
def no_bridge(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`host_bridge`, `veth_to` or `docker.bridge` names an interface that isn't a bridge.

    Containers are put on a bridge as its ports, and a NIC, a bond or a VLAN has none. Docker refuses the network:
    "existing interface eth0 is not a bridge". A pair of links can't be put in it either: "Error: Device does not allow
    enslaving to a bridge".

    Write the bridge that the interface is a port of. Where there is none, make one: the host's address moves to it, and
    the interface becomes its port. Or use macvlan, which needs no bridge.
    """
    for named, origin in _named(site, host):
        link = host.links.get(named)
        if link is None or link.kind is LinkKind.BRIDGE:
            continue
        over = host.links.get(link.bridge or "")
        bridge = over if over is not None and over.kind is LinkKind.BRIDGE else None
        yield Finding(
            message=f"`{named}` is no bridge",
            origin=origin,
            why=f'Docker refuses it: "existing interface {named} is not a bridge"',
            fix=f"write `{bridge.name}`, which `{named}` is a port of"
            if bridge
            else f"make a bridge with `ports: [{named}]` and write that, or use `driver: macvlan` with `parent: {named}`",
            related=(Related(link.origin, f"`{named}` is {_kind(link.kind)}"),),
            edits=(Write(origin, bridge.name),) if bridge else (),
        )


def _kind(kind: LinkKind) -> str:
    return "a network card" if kind is LinkKind.PHYSICAL else f"a {kind} link"


def _named(site: Site, host: HostPlan) -> Iterator[tuple[str, Origin]]:
    written = site.hosts[host.name]
    default = written.docker.bridge
    if default and default != "none":
        yield default, written.docker.at("bridge")
    for network in written.networks.values():
        if network.host_bridge:
            yield network.host_bridge, network.at("host_bridge")
        elif network.uplink:
            yield network.uplink.veth_to, network.uplink.at("veth_to")
