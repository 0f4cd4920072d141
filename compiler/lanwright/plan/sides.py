"""The sides of a host between which it could route: its LANs, and its links that lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import LinkKind, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.link import Link
    from lanwright.plan.values import Prefix

_ITS_OWN = frozenset({Purpose.HOST, Purpose.SHIM})


class Side(NamedTuple):
    """A LAN, or a link that is on none, with the host's links to it; `routed`: the families that this host routes for it."""

    name: str
    links: tuple[str, ...]
    routed: frozenset[int]


def sides(host: HostPlan, lans: Mapping[str, LanPlan]) -> tuple[Side, ...]:
    """A host's sides, in the plan's order."""
    found: dict[str, tuple[str, ...]] = {}
    for link in host.links.values():
        if _is_way_out(host, link):
            name = _leads_to(host, link)
            found[name] = (*found.get(name, ()), link.name)
    return tuple(Side(name, links, frozenset(_routed(host, lans.get(name)))) for name, links in found.items())


def _is_way_out(host: HostPlan, link: Link) -> bool:
    """Not: a bridge's port, a link that only carries VLANs, a tunnel on no LAN, whose ends let in what they want."""
    if link.purpose not in _ITS_OWN or link.bridge is not None:
        return False
    if link.lan is not None or link.kind is LinkKind.TUNNEL:
        return link.lan is not None
    if link.dhcp or any(item.link == link.name for item in host.addresses):
        return True
    return LinkKind.VLAN not in (other.kind for other in host.links.values() if other.parent == link.name)


def _leads_to(host: HostPlan, link: Link) -> str:
    """A shim leads where its parent does."""
    parent = host.links.get(link.parent or "")
    if link.lan is None and link.purpose is Purpose.SHIM and parent is not None:
        return _leads_to(host, parent)
    return link.lan or link.name


def _routed(host: HostPlan, lan: LanPlan | None) -> Iterator[int]:
    """The families of the LAN's gateways, and of its routes, that lead to this host and on from it.

    A route to one of the host's own Docker networks ends there.
    """
    own = {item.address.ip for item in host.addresses if item.purpose is Purpose.HOST}
    inside = [subnet.prefix for network in host.networks.values() for subnet in network.subnets]
    yield from (gateway.version for gateway in (lan.gateways if lan else ()) if gateway in own)
    for route in lan.routes if lan else ():
        ends = any(_contains(prefix, route.destination) for prefix in inside)
        if route.via in own and not ends:
            yield route.destination.version


def _contains(prefix: Prefix, other: Prefix) -> bool:
    return prefix.version == other.version and prefix.prefixlen <= other.prefixlen and other[0] in prefix
