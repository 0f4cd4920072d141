"""The host's own routes to the clients of VPN containers, beside those to the containers themselves.

A client's packets come in by the shim. With such a route the host's answers leave by it, too: strict reverse path
filtering (rp_filter=1) lets the packets in, and neither NAT nor a detour over the router is needed (measured).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Maker, Purpose, Return, Route
from lanwright.plan.vpn import carrier, entrance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.plan import DockerNetwork, Service


def client_routes(
    services: Mapping[str, Service], networks: Mapping[str, DockerNetwork], routes: Sequence[Route]
) -> Iterator[Route]:
    """A route to each range of clients by the shim that leads to their container; `routes` are the host's so far.

    It comes after the shim's own: the kernel takes a next hop only where a route to it is there.
    """
    shims = [route for route in routes if route.purpose is Purpose.CONTAINERS]
    for service in services.values():
        clients, owner = service.clients, carrier(service, services)
        for range_ in clients.ranges if clients and owner and clients.returned is Return.ROUTE else ():
            found = entrance(owner, networks, range_.version) if owner else None
            led = next((route for route in shims if found and found.address in route.destination), None)
            if clients and found and led:
                yield Route(
                    link=led.link,
                    destination=range_,
                    via=found.address,
                    source=led.source,
                    maker=Maker.LANWRIGHT,
                    purpose=Purpose.CLIENTS,
                    origin=clients.origin,
                )
