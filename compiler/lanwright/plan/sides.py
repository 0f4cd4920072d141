"""The sides of a host between which it could route: its LANs, and its links that lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import LinkKind, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.link import Link
    from lanwright.plan.values import Address

_ITS_OWN = frozenset({Purpose.HOST, Purpose.SHIM})


class Side(NamedTuple):
    """A LAN, or a link that is on none, with the host's links to it; `routed`: the families that it is the router of."""

    name: str
    links: tuple[str, ...]
    routed: frozenset[int]


def sides(host: HostPlan, lans: Mapping[str, LanPlan]) -> tuple[Side, ...]:
    """A host's sides, in the plan's order; ports of a bridge and links that only carry VLANs are none."""
    found: dict[str, tuple[str, ...]] = {}
    for link in host.links.values():
        if link.purpose in _ITS_OWN and link.bridge is None and not _only_carries(host, link):
            name = _leads_to(host, link)
            found[name] = (*found.get(name, ()), link.name)
    own = {item.address.ip for item in host.addresses if item.purpose is Purpose.HOST}
    return tuple(Side(name, links, _routed(own, lans.get(name))) for name, links in found.items())


def _leads_to(host: HostPlan, link: Link) -> str:
    """A shim leads where its parent does."""
    parent = host.links.get(link.parent or "")
    if link.lan is None and link.purpose is Purpose.SHIM and parent is not None:
        return _leads_to(host, parent)
    return link.lan or link.name


def _only_carries(host: HostPlan, link: Link) -> bool:
    """Whether VLANs stand on the link, and the host itself has nothing to do with it."""
    if link.lan is not None or link.dhcp or any(item.link == link.name for item in host.addresses):
        return False
    return any(other.kind is LinkKind.VLAN and other.parent == link.name for other in host.links.values())


def _routed(own: AbstractSet[Address], lan: LanPlan | None) -> frozenset[int]:
    """The families of a LAN's gateways that are this host itself."""
    return frozenset(gateway.version for gateway in (lan.gateways if lan else ()) if gateway in own)
