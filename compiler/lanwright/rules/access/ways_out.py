"""What findings about default routes have in common: which networks stand on a LAN, and how another one is made the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.plan.default_route import PRIORITIES_SINCE, priority_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Service as Written
    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Service
    from lanwright.plan.values import Address


def networks_of(host: HostPlan, service: Service) -> list[DockerNetwork]:
    """The networks of a service, in the intent's order."""
    return [host.networks[endpoint.network] for endpoint in service.endpoints]


def stands_on_lan(network: DockerNetwork) -> bool:
    """Whether its containers are machines of a LAN: they answer its other machines directly."""
    return network.strategy != "nat" and not (network.driver == "ipvlan" and network.mode != "l2")


def lan_endpoints(host: HostPlan, service: Service) -> Iterator[tuple[Endpoint, DockerNetwork]]:
    """Where a service stands on a LAN itself."""
    for endpoint in service.endpoints:
        if stands_on_lan(host.networks[endpoint.network]):
            yield endpoint, host.networks[endpoint.network]


def address_on_lan(host: HostPlan, service: Service, version: int) -> Address | None:
    """The address that a LAN reaches it at."""
    found = (
        address
        for endpoint, _ in lan_endpoints(host, service)
        for address in endpoint.addresses
        if address.version == version
    )
    return next(found, None)


def written_way_out(
    written: Written, host: HostPlan, service: Service, wanted: DockerNetwork, version: int
) -> tuple[Change, ...]:
    """The same as a change of the text, where a `gw_priority` does it."""
    priority = priority_for(host.daemon.version, host.networks, service.endpoints, wanted.name, version)
    if priority is None:
        return ()
    place = written.at("networks", wanted.name)
    return (Add(place, {"gw_priority": priority}, short="address"),)


def made_the_way_out(host: HostPlan, service: Service, wanted: DockerNetwork, version: int) -> str:
    """The advice by which a network gives the default route: a priority, and before there were any another name at last."""
    docker = host.daemon.version
    priority = priority_for(docker, host.networks, service.endpoints, wanted.name, version)
    if priority is not None:
        return f"write `{wanted.name}: {{gw_priority: {priority}}}`"
    if docker >= PRIORITIES_SINCE:  # it goes before one with both families alone
        return f"give `{wanted.name}` an IPv6 subnet"
    others = [
        network for network in networks_of(host, service) if network is not wanted and not network.internal
    ]
    if len(others) == 1 and others[0].strategy == "nat":
        return f"write `internal: true` at `{others[0].name}`"
    return f"give `{wanted.name}` a name that sorts first: Docker {docker} goes by the names"
