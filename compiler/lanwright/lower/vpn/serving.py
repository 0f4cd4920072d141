"""What a VPN's container is told: to forward, and where its NAT script is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan import Clients, Mount, Return
from lanwright.plan.kernel import FORWARDING, path_of
from lanwright.plan.values import host_prefix
from lanwright.plan.vpn import carrier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.intent import Service as Written
    from lanwright.plan import DockerNetwork, Endpoint, Service
    from lanwright.plan.values import Prefix

FOLDER = "/usr/local/lib/lanwright"
"""Where a script is found in a container; on the host each container has a folder of its own below it."""


def with_clients(
    services: Mapping[str, Service], written: Mapping[str, Written], networks: Mapping[str, DockerNetwork]
) -> dict[str, Service]:
    """The services, those of VPNs with their clients, and what forwards for these told to."""
    made = {name: _serving(service, written[name], services, networks) for name, service in services.items()}
    for service in tuple(made.values()):
        owner = carrier(service, made)
        if service.clients and owner:
            told = _forwarding(owner, service.clients.ranges)
            made[owner.name] = replace(owner, sysctls={**told, **owner.sysctls})
    return made


def _serving(
    service: Service,
    written: Written,
    services: Mapping[str, Service],
    networks: Mapping[str, DockerNetwork],
) -> Service:
    described = written.clients
    if described is None:
        return service
    ranges = tuple(sorted((item.network for item in described.range), key=lambda item: item.version))
    clients = Clients(
        ranges=ranges, returned=Return(described.return_), origin=written.at("clients", "range")
    )
    owner = carrier(service, services)
    if clients.returned is Return.NAT and owner:
        leaves_by = tuple(_leaves_by(owner.endpoints, networks, {item.version for item in ranges}))
        script = Mount(source=f"{FOLDER}/containers/{service.name}", target=FOLDER) if leaves_by else None
        clients = replace(clients, leaves_by=leaves_by, script=script)
    return replace(service, clients=clients)


def _leaves_by(
    endpoints: Iterable[Endpoint], networks: Mapping[str, DockerNetwork], versions: Iterable[int]
) -> Iterator[tuple[Prefix, ...]]:
    """By family what names each of the container's interfaces; a subnet that Docker chooses may be another tomorrow."""
    for version in sorted(versions):
        for endpoint in endpoints:
            own = [host_prefix(address) for address in endpoint.addresses]
            subnets = [subnet.prefix for subnet in networks[endpoint.network].subnets if subnet.written]
            if named := _of(version, own) or _of(version, subnets):
                yield named


def _of(version: int, prefixes: Iterable[Prefix]) -> tuple[Prefix, ...]:
    return tuple(prefix for prefix in prefixes if prefix.version == version)


def _forwarding(owner: Service, ranges: Iterable[Prefix]) -> dict[str, str]:
    """Forwarding for the clients' families, unless the intent says something of it itself."""
    said = {path_of(key) for key in owner.sysctls}
    keys = (FORWARDING[item.version][0] for item in ranges)
    return {key: "1" for key in keys if path_of(key) not in said}
