"""Where a service stands behind Docker's NAT, and whether Docker lets packets for its ports through to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.service import Via

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.service import Endpoint, Published, Service
    from lanwright.plan.values import Address


def inside(
    networks: Mapping[str, DockerNetwork], service: Service, version: int
) -> tuple[Endpoint, Address] | None:
    """The endpoint that ports of one family are published on, and the container's static address there."""
    endpoint = publishing_endpoint(networks, service, version)
    addresses = endpoint.addresses if endpoint else ()
    found = next((address for address in addresses if address.version == version), None)
    return (endpoint, found) if endpoint and found else None


def publishing_endpoint(
    networks: Mapping[str, DockerNetwork], service: Service, version: int
) -> Endpoint | None:
    """The endpoint behind Docker's NAT that ports of one family are published on, if any.

    Docker publishes on the network that gives the default route, and nowhere where that isn't a bridge of its own:
    who asks is refused (measured; LW619).
    """
    way_out = service.ways_out.get(version)
    if way_out is None or networks[way_out].strategy != "nat":
        return None
    return next(item for item in service.endpoints if item.network == way_out)


def served_at(published: Published, own: frozenset[Address]) -> tuple[Address, ...]:
    """The host's addresses that a port is served at: the one that is written, else all of the host's own, sorted."""
    if published.address is not None:
        return (published.address,)
    return tuple(sorted(own, key=lambda address: (address.version, int(address))))


def let_through(service: Service, published: Published, version: int) -> bool:
    """Whether Docker lets packets of one family through to the container's port, being told to publish it somewhere.

    Its accept names the container's address and port alone, so that any port of the host will do (measured).
    """
    return any(
        _of_family(other, version)
        and other.to.protocol == published.to.protocol
        and _covers(other, published)
        for other in service.published
        if other.via is not Via.DNAT
    )


def _of_family(published: Published, version: int) -> bool:
    return published.address is None or published.address.version == version


def _covers(one: Published, other: Published) -> bool:
    return one.to.first <= other.to.first and other.to.last <= one.to.last


def translated(service: Service) -> Iterator[Published]:
    """What our own rules publish of a service."""
    return (published for published in service.published if published.via is Via.DNAT)
