"""The sides of a host between which it could route: its LANs, and its links that lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import LinkKind, Purpose

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.link import Link
    from lanwright.plan.values import Address, Prefix

_ITS_OWN = frozenset({Purpose.HOST, Purpose.SHIM})


class Side(NamedTuple):
    """A LAN, or a link that is on none, with the host's links to it; `routed`: the families that this host routes for it."""

    name: str
    links: tuple[str, ...]
    routed: frozenset[int]


def sides(host: HostPlan, lans: Mapping[str, LanPlan]) -> tuple[Side, ...]:
    """A host's sides, in the plan's order."""
    found: dict[str, list[str]] = {}
    addressed = {item.link for item in host.addresses}
    carriers = {link.parent for link in host.links.values() if link.kind is LinkKind.VLAN}
    for link in host.links.values():
        if _is_way_out(link, addressed, carriers):
            found.setdefault(_leads_to(host, link), []).append(link.name)
    own = {item.address.ip for item in host.addresses if item.purpose is Purpose.HOST}
    return tuple(
        Side(name, tuple(links), frozenset(_routed(host, own, lans[name]) if name in lans else ()))
        for name, links in found.items()
    )


def _is_way_out(link: Link, addressed: Container[str], carriers: Container[str | None]) -> bool:
    """Not: a bridge's port, a link that only carries VLANs, a tunnel on no LAN, whose ends let in what they want."""
    if link.purpose not in _ITS_OWN or link.bridge is not None:
        return False
    if link.lan is not None or link.kind is LinkKind.TUNNEL:
        return link.lan is not None
    return link.dhcp or link.name in addressed or link.name not in carriers


def _leads_to(host: HostPlan, link: Link) -> str:
    """A shim leads where its parent does."""
    parent = host.links.get(link.parent or "")
    if link.lan is None and link.purpose is Purpose.SHIM and parent is not None:
        return _leads_to(host, parent)
    return link.lan or link.name


def _routed(host: HostPlan, own: Container[Address], lan: LanPlan) -> Iterator[int]:
    """The families of the LAN's gateways, and of its routes, that lead to this host and on from it.

    A route to one of the host's own Docker networks ends there.
    """
    yield from (gateway.version for gateway in lan.gateways if gateway in own)
    for route in lan.routes:
        if route.via in own and not _ends_here(host, route.destination):
            yield route.destination.version


def _ends_here(host: HostPlan, destination: Prefix) -> bool:
    return any(
        _contains(subnet.prefix, destination)
        for network in host.networks.values()
        for subnet in network.subnets
    )


def _contains(prefix: Prefix, other: Prefix) -> bool:
    return prefix.version == other.version and prefix.prefixlen <= other.prefixlen and other[0] in prefix
