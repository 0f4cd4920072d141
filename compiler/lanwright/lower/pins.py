"""Pinned addresses: a service that one of our rules must name gets a static address where it gave none.

From the top of its network's written subnet, since Docker hands out from the bottom. Without a written subnet there
is nothing to pin, and replicas can't share an address (LW617).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan.behind_nat import publishing_endpoint, served_at, translated
from lanwright.plan.free_space import subtract
from lanwright.plan.intervals import address, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.plan import DockerNetwork, Endpoint, Service, Subnet
    from lanwright.plan.values import Address


def pinned(
    services: Mapping[str, Service], networks: Mapping[str, DockerNetwork], own: frozenset[Address]
) -> dict[str, Service]:
    """The services, those that a rule names with an address where the rule needs one.

    Args:
        services: the services as written.
        networks: the host's networks.
        own: the host's own addresses, which serve a port that no address is written for.
    """
    taken: dict[str, set[Address]] = {}
    for service in services.values():
        for endpoint in service.endpoints:
            taken.setdefault(endpoint.network, set()).update(endpoint.addresses)
    return {name: _pinned(service, networks, own, taken) for name, service in services.items()}


def _pinned(
    service: Service,
    networks: Mapping[str, DockerNetwork],
    own: frozenset[Address],
    taken: dict[str, set[Address]],
) -> Service:
    """Replicas can't share an address: the second container wouldn't start."""
    wanted = _named(service, networks, own) if service.replicas == 1 else {}
    endpoints = tuple(
        _with_addresses(endpoint, networks[endpoint.network], families, taken[endpoint.network])
        if (families := wanted.get(endpoint.network))
        else endpoint
        for endpoint in service.endpoints
    )
    return replace(service, endpoints=endpoints)


def _named(
    service: Service, networks: Mapping[str, DockerNetwork], own: frozenset[Address]
) -> dict[str, frozenset[int]]:
    """By network, the families that a rule names the service in: on every one for what it sends, on one for a port."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for published in translated(service):
        for version in {served.version for served in served_at(published, own)}:
            endpoint = publishing_endpoint(networks, service, version)
            if endpoint is not None:
                found[endpoint.network].add(version)
    sent = {wanted.version for wanted in service.leaves_as}
    for endpoint in service.endpoints if sent else ():
        if networks[endpoint.network].strategy == "nat":
            found[endpoint.network] |= sent
    return {network: frozenset(families) for network, families in found.items()}


def _with_addresses(
    endpoint: Endpoint, network: DockerNetwork, families: Iterable[int], taken: set[Address]
) -> Endpoint:
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
