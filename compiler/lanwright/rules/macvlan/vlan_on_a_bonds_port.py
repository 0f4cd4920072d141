"""LW318: a VLAN that stands on one port of a bond."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.lower.names import LONGEST
from lanwright.plan import LinkKind
from lanwright.plan.parents import dockers_vlan
from lanwright.rules.macvlan.renamed_interface import renamed_interface
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Link


@rule("LW318", Severity.WARNING)
def vlan_on_a_bonds_port(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A VLAN is on a port of a bond, not on the bond.

    The kernel looks for VLANs of the port before it hands a frame to the bond: the VLAN works, by that one cable. When
    the cable is pulled the VLAN is dead, while the bond goes on by the other one (measured, active-backup). And with a
    switch that takes the cables for one, half of the VLAN's frames come in on the other port, where nobody waits for
    them.

    Put the VLAN on the bond: bond0.10 instead of eth0.10. Where the bond has that VLAN already, use it: the kernel makes no
    second one of its number.
    """
    for vlan in _vlans(site, host):
        over = host.links.get(vlan.port.bridge or "")
        if over is not None and over.kind is LinkKind.BOND:
            bond = site.hosts[host.name].interfaces[over.name]
            yield Finding(
                message=f"the VLAN `{vlan.name}` is on `{vlan.port.name}`, a port of the bond `{over.name}`",
                origin=vlan.origin,
                why=f"it is cut off when the cable of `{vlan.port.name}` is, and hears nothing of what comes in by the others",
                fix=_fix(host, vlan, over),
                related=(
                    Related(
                        bond.at("ports", bond.ports.index(vlan.port.name)),
                        f"`{vlan.port.name}` is a port here",
                    ),
                ),
                edits=_on_the_bond(site, host, vlan, over),
            )


class _Vlan(NamedTuple):
    """A VLAN with the link that it is on, and where that is said."""

    name: str
    port: Link
    number: int | None
    origin: Origin


def _vlans(site: Site, host: HostPlan) -> Iterator[_Vlan]:
    """The host's own VLANs, then those that Docker makes for a parent."""
    written = site.hosts[host.name]
    for link in host.links.values():
        if link.kind is LinkKind.VLAN and link.parent is not None:
            origin = written.interfaces[link.name].at("link")
            yield _Vlan(link.name, host.links[link.parent], link.vlan, origin)
    for network in host.networks.values():
        made = dockers_vlan(host, network)
        if made is not None:
            origin = written.networks[network.name].at("parent")
            yield _Vlan(network.parent or "", made.link, made.vlan, origin)


def _there(host: HostPlan, vlan: _Vlan, bond: Link) -> str | None:
    """The bond's own VLAN of that number."""
    same = (link.name for link in host.links.values() if (link.parent, link.vlan) == (bond.name, vlan.number))
    return next(same, None)


def _fix(host: HostPlan, vlan: _Vlan, bond: Link) -> str:
    there = _there(host, vlan, bond)
    if there is not None:
        return f"use `{there}`, which is that VLAN on the bond"
    return f"put it on the bond: `{bond.name}.{vlan.number}`"


def _on_the_bond(site: Site, host: HostPlan, vlan: _Vlan, bond: Link) -> tuple[Change, ...]:
    """The VLAN's link; where its name tells what it is on, its name, too. What the bond has already a network takes."""
    name, there = f"{bond.name}.{vlan.number}", _there(host, vlan, bond)
    interface = site.hosts[host.name].interfaces.get(vlan.name)
    if interface is None and there is not None:
        return (Write(vlan.origin, there),)
    if there is not None or name in host.links or len(name) > LONGEST:
        return ()
    if interface is None:
        return (Write(vlan.origin, name),)
    link = (Write(interface.at("link"), bond.name),) if interface.wrote("link") else ()
    if vlan.name != f"{vlan.port.name}.{vlan.number}":
        return link
    renamed = renamed_interface(site.hosts[host.name], vlan.name, name)
    return (*renamed, *link) if renamed else ()
