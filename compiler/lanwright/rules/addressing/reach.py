"""Which LANs a host reaches: those that it is on, and those that a router routes to from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan import Purpose

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, LanPlan, SitePlan


@dataclass(frozen=True, slots=True)
class Reach:
    """The LANs around one host.

    Attributes:
        on_link: (LAN, family) of each LAN that the host has an address on, or a lease.
        routers: the routers of those LANs.
    """

    on_link: frozenset[tuple[str, int]]
    routers: frozenset[str]

    def reaches(self, lan: LanPlan, version: int) -> bool:
        """Whether packets of a family get from the host to the LAN."""
        return (lan.name, version) in self.on_link or (bool(lan.gateways) and lan.router in self.routers)


def reach(plan: SitePlan, host: HostPlan) -> Reach:
    """What one host reaches. A LAN without a gateway is reached by those on it alone."""
    on_link = {
        (lan, item.address.version)
        for item in host.addresses
        if item.purpose is Purpose.HOST and (lan := host.links[item.link].lan) is not None
    }
    for link in host.links.values():
        if link.dhcp and link.lan is not None:
            on_link |= {(link.lan, subnet.version) for subnet in plan.lans[link.lan].subnets}
    routers = {plan.lans[lan].router for lan, _ in on_link if plan.lans[lan].gateways}
    return Reach(frozenset(on_link), frozenset(routers))
