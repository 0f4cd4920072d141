"""Routed networks (ipvlan l3 and l3s): a subnet of its own behind a host, and the route that leads to it.

The kernel gives a packet that comes in on the parent to the link that has its destination address, whatever the host's
own routes say; so others only need a route to the subnet by one of the host's addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.lan import Holder
from lanwright.plan.parents import stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.plan.docker import DockerNetwork, Subnet
    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan, LanRoute
    from lanwright.plan.values import Address, Prefix

ROUTED = frozenset({"l3", "l3s"})
"""The ipvlan modes whose subnets are no part of the LAN."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """How a LAN's machines get to one subnet of a routed network.

    `router` is who needs the route: the host that is the LAN's gateway, the router, or (`None`) each machine by itself.
    `via` is the host's own address on the LAN, if it is known; `route` the closest route that the LAN's router has to
    the whole subnet.
    """

    subnet: Subnet
    lan: LanPlan
    router: str | None
    via: Address | None
    route: LanRoute | None

    @property
    def leads_here(self) -> bool:
        """Whether the router's route leads to the host."""
        return self.route is not None and self.route.via == self.via


def is_routed(network: DockerNetwork) -> bool:
    """Whether a network's subnet is one of its own, behind the host."""
    return network.driver == "ipvlan" and network.mode in ROUTED


def entrance_lan(host: HostPlan, network: DockerNetwork) -> str | None:
    """The LAN that a routed network is reached from: the one that it names, else its parent's."""
    if network.lan is not None or network.parent not in host.links:
        return network.lan
    return next((link.lan for link in stack(host, network)), None)


def ways_in(host: HostPlan, network: DockerNetwork, lans: Mapping[str, LanPlan]) -> Iterator[WayIn]:
    """One for each written subnet, or for what Docker chooses where none is; none where the LAN isn't known, or the network has no way out."""
    lan = lans.get(entrance_lan(host, network) or "")
    if not is_routed(network) or network.internal or network.parent is None or lan is None:
        return
    # the IPv4 subnet that Docker adds to an IPv6 one is nobody's wish
    for subnet in [subnet for subnet in network.subnets if subnet.written] or network.subnets:
        version = subnet.prefix.version
        own = [item.ip for item in host.addresses_on(lan.name) if item.version == version]
        route = closest(lan.routes, subnet.prefix)
        here = route.via if route is not None and route.via in own else None
        yield WayIn(subnet, lan, _router(lan, version), here or next(iter(own), None), route)


def closest(routes: Iterable[LanRoute], prefix: Prefix) -> LanRoute | None:
    """The route with the longest prefix of those that hold all of it."""
    fit = (route for route in routes if holds(route.destination, prefix))
    return max(fit, key=lambda route: route.destination.prefixlen, default=None)


def holds(destination: Prefix, prefix: Prefix) -> bool:
    """Whether a destination is all of a prefix, or more."""
    return (
        destination.version == prefix.version
        and destination.prefixlen <= prefix.prefixlen
        and prefix.network_address in destination
    )


def _router(lan: LanPlan, version: int) -> str | None:
    gateway = lan.gateway_of(version)
    if gateway is None:
        return None
    hosts = (claim.name for claim in lan.claims if claim.holder is Holder.HOST and claim.address == gateway)
    return next(hosts, f"router of {lan.name}")
