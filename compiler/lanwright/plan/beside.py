"""What can be made beside a host's own links where something else configures those (`network: none`).

A VLAN on a link of the host's takes nothing from it, nor does a bridge over such VLANs. A port, a bond or an address of the
host's own belongs to what configures it: two owners of one link undo each other's work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.link import Link, LinkKind, Maker, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.plan.host import HostPlan


def made_beside(host: HostPlan) -> Mapping[str, Link]:
    """Those of a host's managed links by name, each after what it stands on; none that has a lease, for nobody asks for it."""
    found: dict[str, Link] = {}
    waiting = [link for link in host.links.values() if link.maker is Maker.LANWRIGHT and not link.dhcp]
    while fit := next((link for link in waiting if _fits(host, link, found)), None):
        found[fit.name] = fit
        waiting.remove(fit)
    return found


def _fits(host: HostPlan, link: Link, below: Mapping[str, Link]) -> bool:
    if link.purpose is not Purpose.HOST:
        return False
    if link.kind is LinkKind.VLAN:
        parent = host.links.get(link.parent or "")
        return parent is not None and (parent.maker is Maker.HOST or parent.name in below)
    return link.kind is LinkKind.BRIDGE and all(port in below for port in link.ports)
