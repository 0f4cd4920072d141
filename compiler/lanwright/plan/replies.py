"""Where a LAN's machines send their replies: on their own wire, or to their router, and on from there.

Whoever is asked by an address that his LAN doesn't have gives the reply to his router. Whether it gets to the host that the address
is of, or that it is behind, depends on what that router knows.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.kernel import reverse_path_filter
from lanwright.plan.lan import Holder
from lanwright.plan.link import Purpose
from lanwright.plan.routed import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.site import SitePlan
    from lanwright.plan.values import Prefix


class Reply(Enum):
    """What comes of a reply."""

    ARRIVES = "it gets to the host"
    LOST = "nobody knows the way"
    REFUSED = "it comes in where the host doesn't take it (rp_filter 1)"


class _Way(NamedTuple):
    """One of a router's routes, and the host's LAN that it leads to the host by, if it does."""

    destination: Prefix
    by: str | None


def may_be_asked(host: HostPlan, lan: LanPlan) -> bool:
    """Whether anybody is known to be on a LAN, or beyond it, whom the host's containers could ask."""
    there = (claim.holder is not Holder.SERVICE and claim.host != host.name for claim in lan.claims)
    return any(there)


def reply(plan: SitePlan, host: HostPlan, lan: LanPlan, prefix: Prefix) -> Reply:
    """What comes of replies of a LAN's machines to a prefix, which is the host's or behind it.

    Where another host of the site is the router nothing is said against it: its routes are its own.
    """
    if any(holds(subnet, prefix) for subnet in lan.subnets):
        return Reply.ARRIVES
    gateway = lan.gateway_of(prefix.version)
    if gateway is None:
        return Reply.LOST
    routers = {claim.name for claim in lan.claims if claim.address == gateway and claim.holder is Holder.HOST}
    if routers or lan.router in plan.hosts:
        return Reply.ARRIVES
    fit = [way for way in _ways(plan, host, lan.router, prefix) if holds(way.destination, prefix)]
    by = max(fit, key=lambda way: way.destination.prefixlen).by if fit else None
    if by is None:
        return Reply.LOST
    elsewhere = by != lan.name and prefix.version == 4
    return Reply.REFUSED if elsewhere and _is_strict(host, by) else Reply.ARRIVES


def _is_strict(host: HostPlan, lan: str) -> bool:
    """Whether the host takes there only what it would answer by the same interface."""
    links = (link for link in host.links.values() if link.lan == lan and link.purpose is Purpose.HOST)
    return any(reverse_path_filter(host.sysctls, link.name) == 1 for link in links)


def _ways(plan: SitePlan, host: HostPlan, router: str, prefix: Prefix) -> Iterator[_Way]:
    """What a router has: its own LANs, and the routes of each; one by another machine is trusted with what is a LAN's."""
    own = {link.lan for link in host.links.values()}
    lans = (lan for lan in plan.lans.values() if lan.name in own)
    home = next((lan.name for lan in lans if any(holds(subnet, prefix) for subnet in lan.subnets)), None)
    for lan in (each for each in plan.lans.values() if each.router == router):
        yield from (_Way(subnet, lan.name) for subnet in lan.subnets)
        addresses = {item.ip for item in host.addresses_on(lan.name)}
        for route in lan.routes:
            yield _Way(route.destination, lan.name if route.via in addresses else home)
