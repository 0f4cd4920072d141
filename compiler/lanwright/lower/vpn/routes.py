"""The host's own routes to the clients of VPN containers, beside those to the containers themselves.

A client's packets come in by the shim, or by the host's own bridge. With such a route the host's answers leave there, too:
strict reverse path filtering (rp_filter=1) lets the packets in, and neither NAT nor a detour over the router is needed
(measured). On a bridge the detour would do for the host's own programs, but not for ports that Docker publishes: what
comes back from the router passes the host a second time, and conntrack gives the answer another port (measured).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan import Maker, Purpose, Return, Route
from lanwright.plan.vpn import carrier, entrance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.lower.ground import Ground
    from lanwright.plan import DockerNetwork, Link
    from lanwright.plan.values import Address


class Way(NamedTuple):
    """The host's link to a container, and the preferred source of what leaves there."""

    link: str
    source: Address | None


def client_routes(base: Ground, networks: Mapping[str, DockerNetwork]) -> Iterator[Route]:
    """A route to each range of clients by the link that leads to their container; `base` has the host's other routes.

    It comes after the shim's own: the kernel takes a next hop only where a route to it is there.
    """
    for service in base.services.values():
        clients, owner = service.clients, carrier(service, base.services)
        for range_ in clients.ranges if clients and owner and clients.returned is Return.ROUTE else ():
            found = entrance(owner, networks, range_.version) if owner else None
            way = _way(base, networks[found.endpoint.network], found.address) if found else None
            if clients and found and way:
                yield Route(
                    link=way.link,
                    destination=range_,
                    via=found.address,
                    source=way.source,
                    maker=Maker.LANWRIGHT,
                    purpose=Purpose.CLIENTS,
                    origin=clients.origin,
                )


def _way(base: Ground, network: DockerNetwork, container: Address) -> Way | None:
    if network.driver == "bridge":
        return _by_bridge(base, network, container)
    shims = (route for route in base.routes if route.purpose is Purpose.CONTAINERS)
    return next((Way(item.link, item.source) for item in shims if container in item.destination), None)


def _by_bridge(base: Ground, network: DockerNetwork, container: Address) -> Way | None:
    """By the host's own bridge, from the address that it has there; of a lease only the subnet is certain."""
    link = base.links.get(base.written.networks[network.name].on_bridge or "")
    if link is None or not _can_be_written(base, link):
        return None
    for item in base.addresses:
        own = item.link == link.name and item.purpose is Purpose.HOST
        if own and container in item.address.network:
            return Way(link.name, None if link.dhcp else item.address.ip)
    return None


def _can_be_written(base: Ground, link: Link) -> bool:
    """Networkd is told in the link's own file, and of one that isn't ours the name must be known (LW706)."""
    return base.written.network != "networkd" or link.maker is Maker.LANWRIGHT or link.unit is not None
