"""Pinned addresses: a service that one of our rules must name gets a static address where it gave none.

From the top of its network's written subnet, since Docker hands out from the bottom. Without a written subnet there
is nothing to pin, and replicas can't share an address (LW617).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan import Via
from lanwright.plan.free_space import subtract
from lanwright.plan.intervals import address, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.plan import DockerNetwork, Endpoint, Service, Subnet
    from lanwright.plan.values import Address


def pinned(services: Mapping[str, Service], networks: Mapping[str, DockerNetwork]) -> dict[str, Service]:
    """The services, those that a rule names with an address on each network behind Docker's NAT."""
    taken: dict[str, set[Address]] = {}
    for service in services.values():
        for endpoint in service.endpoints:
            taken.setdefault(endpoint.network, set()).update(endpoint.addresses)
    return {name: _pinned(service, networks, taken) for name, service in services.items()}


def named_families(service: Service) -> frozenset[int]:
    """The address families in which a rule of ours must name the service."""
    by_dnat = {
        item.address.version if item.address else 4 for item in service.published if item.via is Via.DNAT
    }
    return frozenset(by_dnat | {wanted.version for wanted in service.leaves_as})


def _pinned(
    service: Service, networks: Mapping[str, DockerNetwork], taken: dict[str, set[Address]]
) -> Service:
    families = named_families(service)
    if not families or service.replicas > 1:
        return service
    endpoints = tuple(
        _with_addresses(endpoint, networks[endpoint.network], families, taken[endpoint.network])
        for endpoint in service.endpoints
    )
    return replace(service, endpoints=endpoints)


def _with_addresses(
    endpoint: Endpoint, network: DockerNetwork, families: Iterable[int], taken: set[Address]
) -> Endpoint:
    if network.strategy != "nat":
        return endpoint
    given = {item.version for item in endpoint.addresses}
    chosen = [
        found
        for subnet in network.subnets
        if subnet.written and subnet.prefix.version in set(families) - given
        if (found := _highest_free(subnet, taken)) is not None
    ]
    taken.update(chosen)
    if not chosen:
        return endpoint
    addresses = tuple(sorted((*endpoint.addresses, *chosen), key=lambda item: item.version))
    return replace(endpoint, addresses=addresses, pinned=True)


def _highest_free(subnet: Subnet, taken: Iterable[Address]) -> Address | None:
    """The last address that nothing has and Docker, where it has an ip_range, doesn't hand out by itself."""
    held = [*ipam.unusable(subnet.prefix), *taken, *subnet.reserved.values()]
    held += [subnet.gateway] if subnet.gateway else []
    outside = [*held, subnet.ip_range] if subnet.ip_range else held
    gaps = subtract(interval(subnet.prefix), outside) or subtract(interval(subnet.prefix), held)
    return address(gaps[-1].version, gaps[-1].last) if gaps else None
