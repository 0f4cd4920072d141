"""Where a LAN's machines send their replies: on their own wire, or to their router, and on from there.

Whoever is asked by an address that his LAN doesn't have gives the reply to his router. Whether it gets to the host that the address
is of, or that it is behind, depends on what that router knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.lan import Holder
from lanwright.plan.routed import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.site import SitePlan
    from lanwright.plan.values import Prefix


class _Way(NamedTuple):
    """One of a router's routes, and whether it leads to the host."""

    destination: Prefix
    arrives: bool


def may_be_asked(host: HostPlan, lan: LanPlan) -> bool:
    """Whether anybody is known to be on a LAN, or beyond it, whom the host's containers could ask."""
    there = (claim.holder is not Holder.SERVICE and claim.host != host.name for claim in lan.claims)
    return any(there)


def finds_back(plan: SitePlan, host: HostPlan, lan: LanPlan, prefix: Prefix) -> bool:
    """Whether replies of a LAN's machines to a prefix get to the host, which has its addresses or leads to them.

    Where another host of the site is the router nothing is said against it: its routes are its own.
    """
    if any(holds(subnet, prefix) for subnet in lan.subnets):
        return True
    gateway = lan.gateway_of(prefix.version)
    if gateway is None:
        return False
    routers = {claim.name for claim in lan.claims if claim.address == gateway and claim.holder is Holder.HOST}
    if routers or lan.router in plan.hosts:
        return True
    fit = [way for way in _ways(plan, host, lan.router, prefix) if holds(way.destination, prefix)]
    return max(fit, key=lambda way: way.destination.prefixlen).arrives if fit else False


def _ways(plan: SitePlan, host: HostPlan, router: str, prefix: Prefix) -> Iterator[_Way]:
    """What a router has: its own LANs, and the routes of each; one by another machine is trusted with what is a LAN's."""
    own = {link.lan for link in host.links.values()}
    is_of_a_lan = any(
        holds(subnet, prefix) for lan in plan.lans.values() if lan.name in own for subnet in lan.subnets
    )
    for lan in (each for each in plan.lans.values() if each.router == router):
        yield from (_Way(subnet, lan.name in own) for subnet in lan.subnets)
        addresses = {item.ip for item in host.addresses_on(lan.name)}
        yield from (_Way(route.destination, is_of_a_lan or route.via in addresses) for route in lan.routes)
