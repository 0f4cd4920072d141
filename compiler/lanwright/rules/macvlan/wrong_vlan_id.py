"""LW317: a VLAN id that doesn't exist, or that a link has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.parents import dockers_vlan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan

IDS = range(1, 4095)
"""0 and 4095 are reserved (IEEE 802.1Q)."""


class _Vlan(NamedTuple):
    name: str
    link: str
    vlan: int
    origin: Origin
    by_docker: bool = False


@rule("LW317", Severity.ERROR)
def wrong_vlan_id(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A VLAN id is outside 1 to 4094, or twice on one interface.

    A VLAN tag has 12 bits, and 0 and 4095 are reserved (IEEE 802.1Q). For a parent like eth0.5000 Docker says "vlan id
    must be between 1-4094, received: 5000"; for a VLAN of the host it is the network manager that fails.

    One interface carries one VLAN of an id, whatever the names: the second one fails with "File exists". So does
    Docker with the parent eth0.10 where the host has the VLAN 10 of eth0 under another name.

    A bridge or bond and its port are one interface in this: where eth0.10 is there, the frames of VLAN 10 that come in
    at eth0 go to it, and the VLAN 10 of a bridge or bond with the port eth0 hears nothing (measured).

    Write the id that the switch uses; as a network's parent, the VLAN that the host has.
    """
    first: dict[tuple[str, int], _Vlan] = {}
    for vlan in _vlans(site, host):
        other = first.setdefault((vlan.link, vlan.vlan), vlan)
        if vlan.vlan not in IDS:
            yield _outside(vlan)
        elif other.name != vlan.name:
            yield _twice(vlan, other)
    for (link, number), vlan in first.items():
        over = host.links[link].bridge
        while over is not None:
            if (over, number) in first:
                yield _unheard(first[over, number], vlan)
            over = host.links[over].bridge


def _outside(vlan: _Vlan) -> Finding:
    by_docker = f'Docker refuses it: "vlan id must be between 1-4094, received: {vlan.vlan}"'
    return Finding(
        message=f"`{vlan.name}` has the VLAN id {vlan.vlan}",
        origin=vlan.origin,
        why=by_docker
        if vlan.by_docker
        else "a VLAN tag has 12 bits, and 0 and 4095 are reserved (IEEE 802.1Q)",
        fix="write the id that the switch uses, 1 to 4094",
    )


def _twice(vlan: _Vlan, other: _Vlan) -> Finding:
    docker = f'Docker refuses it: "failed to create {vlan.name} vlan link: file exists"'
    return Finding(
        message=f"`{vlan.name}` and `{other.name}` are both the VLAN {vlan.vlan} of `{vlan.link}`",
        origin=vlan.origin,
        why=docker if vlan.by_docker else 'the kernel makes one of them: "File exists"',
        fix=f"write `parent: {other.name}`"
        if vlan.by_docker
        else f"use `{other.name}`, or give one of them another id",
        related=(Related(other.origin, f"`{other.name}` has it already"),),
        edits=(Write(vlan.origin, other.name),) if vlan.by_docker else (),
        safe=vlan.by_docker,
    )


def _unheard(vlan: _Vlan, at_port: _Vlan) -> Finding:
    return Finding(
        message=f"`{vlan.name}` and `{at_port.name}` are both the VLAN {vlan.vlan} of one cable: `{at_port.link}` is a port of "
        f"`{vlan.link}`",
        origin=vlan.origin,
        why=f"what comes in goes to `{at_port.name}`, and `{vlan.name}` hears nothing",
        fix=f"drop `{at_port.name}`, and use `{vlan.name}` instead",
        related=(Related(at_port.origin, f"`{at_port.name}` is on the port"),),
    )


def _vlans(site: Site, host: HostPlan) -> Iterator[_Vlan]:
    """The host's own VLANs, then those that Docker makes for a parent."""
    written = site.hosts[host.name]
    for link in host.links.values():
        if link.parent is not None and link.vlan is not None:
            origin = written.interfaces[link.name].at("id")
            yield _Vlan(link.name, link.parent, link.vlan, origin)
    for network in host.networks.values():
        made = dockers_vlan(host, network)
        if made is not None and network.parent is not None:
            origin = written.networks[network.name].at("parent")
            yield _Vlan(network.parent, made.link.name, made.vlan, origin, by_docker=True)
