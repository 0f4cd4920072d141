"""The sockets of a host: those that dockerd opens for published ports, and those of the host's own services.

With the userland proxy it is docker-proxy that holds the socket, without it dockerd itself: the port is taken either
way (measured; moby `bridge/port_mapping_linux.go`, `portallocator/osallocator_linux.go`). IPv6 sockets take IPv6 alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from lanwright.plan.default_networks import default_network_of, is_on_default
from lanwright.plan.service import Via
from lanwright.plan.shared_namespace import is_in_hosts_namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.port import Listen, Port
    from lanwright.plan.service import Published, Service
    from lanwright.plan.values import Address

EVERY: Mapping[int, Address] = {4: IPv4Address("0.0.0.0"), 6: IPv6Address("::")}  # noqa: S104 - a name for it; nothing is bound here
"""Every address of the host, by family."""

_DEFAULT_ADDRESS = "com.docker.network.bridge.host_binding_ipv4"
GATEWAY_MODE = "com.docker.network.bridge.gateway_mode_ipv"
"""The option of a bridge network that says how its containers are reached, by family."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A published port at one address of the host (`EVERY` for all of a family): a socket, or a DNAT rule of ours.

    `service.published[number]` is what it was made for.
    """

    address: Address
    port: Port
    service: Service
    number: int

    @property
    def published(self) -> Published:
        """What is published here."""
        return self.service.published[self.number]

    @property
    def key(self) -> tuple[str, int]:
        """The entry under `publish` that it was made for, among those of its host."""
        return self.service.name, self.number

    @property
    def picked(self) -> bool:
        """Whether Docker picks one free port of the range, for a container's single port."""
        return self.port.first != self.port.last and self.published.to.first == self.published.to.last

    @property
    def is_socket(self) -> bool:
        """Whether Docker binds it; our own rules bind nothing."""
        return self.published.via is not Via.DNAT


def openings(host: HostPlan) -> Iterator[Opening]:
    """Where the host's published ports are open, in the intent's order; nothing for what Docker publishes nowhere."""
    for service in host.services.values():
        if not service.published or not _publishes(host, service):
            continue
        families = [version for version in EVERY if _is_bound(host, service, version)]
        defaults = _default_addresses(host, service)
        for number, published in enumerate(service.published):
            for address in _addresses(published, families, defaults):
                yield Opening(address, published.port, service, number)


def publishing_bridge(host: HostPlan, service: Service, version: int) -> DockerNetwork | None:
    """The bridge that publishes a service's ports of one family: the one that its default route of that family is by.

    That is its project's own for a service that names no network; None where that is docker0. IPv6 is carried over to a
    bridge without it by docker-proxy, unless the container's own IPv6 goes another way.
    """
    carried = version == 6 and host.daemon.userland_proxy
    if is_on_default(service):
        return default_network_of(host, service) if version == 4 or carried else None
    name = service.ways_out.get(version) or (service.ways_out.get(4) if carried else None)
    network = host.networks[name] if name is not None else None
    return network if network is not None and network.driver == "bridge" else None


def _publishes(host: HostPlan, service: Service) -> bool:
    """Whether Docker publishes for it at all; with a network_mode the ports are another's business."""
    if service.network_mode is not None:
        return False
    return not service.endpoints or any(publishing_bridge(host, service, version) for version in EVERY)


def _is_bound(host: HostPlan, service: Service, version: int) -> bool:
    """Whether ports of the host are bound for a family; in gateway mode routed none is."""
    if not service.endpoints and not service.compose:
        return version == 4 or host.daemon.userland_proxy
    bridge = publishing_bridge(host, service, version)
    return bridge is not None and bridge.in_force.get(f"{GATEWAY_MODE}{version}") != "routed"


def _default_addresses(host: HostPlan, service: Service) -> set[str]:
    bridges = (publishing_bridge(host, service, version) for version in EVERY)
    return {
        bridge.in_force[_DEFAULT_ADDRESS]
        for bridge in bridges
        if bridge and _DEFAULT_ADDRESS in bridge.in_force
    }


def _addresses(published: Published, families: Sequence[int], defaults: set[str]) -> Iterator[Address]:
    """As written; else every address, of IPv6 too where the container has it or docker-proxy carries it over."""
    if published.address is not None:
        yield from (published.address for version in families if version == published.address.version)
    elif published.via is Via.DOCKER and len(defaults) == 1:
        yield from _parsed(next(iter(defaults)))
    else:
        yield from (EVERY[version] for version in families)


def _parsed(text: str) -> Iterator[Address]:
    try:
        yield ip_address(text)
    except ValueError:
        return


def listeners(host: HostPlan) -> Iterator[tuple[Address, Listen, str]]:
    """What the host's own services and those in its network namespace listen on: (address, listener, whose).

    A listener without an address is there once for each family.
    """
    shared = (service for service in host.services.values() if is_in_hosts_namespace(host.services, service))
    groups = [("the host", host.listens), *((f"`{service.name}`", service.listens) for service in shared)]
    for whose, listens in groups:
        for listen in listens:
            for address in EVERY.values() if listen.address is None else (listen.address,):
                yield address, listen, whose


def ports_in_use(host: HostPlan) -> Iterator[Port]:
    """Every port that something of the host is published at or listens on, at whatever address."""
    yield from (opening.port for opening in openings(host))
    yield from (listen.port for _, listen, _ in listeners(host))
