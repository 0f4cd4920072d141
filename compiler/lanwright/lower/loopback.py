"""Loopback ports for services that our own DNAT serves: with the port published there Docker lets the packets through.

Docker's accept is for the container's address and port, whatever port of the host they are published at (measured on
28.5 with iptables and on 29.7 with either backend). So where Docker publishes the port anyway, nothing is added.
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.plan import Published, Via
from lanwright.plan.behind_nat import inside, let_through, served_at, translated
from lanwright.plan.free_ports import FreePorts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.plan import DockerNetwork, Service
    from lanwright.plan.port import Listen
    from lanwright.plan.values import Address

_LOOPBACK = {4: ip_address("127.0.0.1"), 6: ip_address("::1")}


def with_loopback(
    services: Mapping[str, Service],
    networks: Mapping[str, DockerNetwork],
    listens: Iterable[Listen],
    own: frozenset[Address],
) -> dict[str, Service]:
    """The services, each port that goes by DNAT and that Docker publishes nowhere published on loopback as well.

    Args:
        services: the services, with the addresses that our rules name.
        networks: the host's networks.
        listens: what the host's own services listen on; the ports that are added are free of those and of one another.
        own: the host's own addresses, which serve a port that no address is written for.
    """
    taken = [listen.port for listen in listens]
    taken += [published.port for service in services.values() for published in service.published]
    free = FreePorts(taken)
    made: dict[str, Service] = {}
    for name, service in services.items():
        made[name] = service
        for published, version in _unpublished(networks, service, own):
            if not let_through(made[name], published, version):
                added = _on_loopback(published, version, free)
                made[name] = replace(made[name], published=(*made[name].published, *added))
    return made


def _unpublished(
    networks: Mapping[str, DockerNetwork], service: Service, own: frozenset[Address]
) -> Iterator[tuple[Published, int]]:
    """What our rules publish, family by family; what compose doesn't run isn't ours to publish elsewhere."""
    for published in translated(service) if service.compose else ():
        for version in sorted({address.version for address in served_at(published, own)}):
            if inside(networks, service, version):
                yield published, version


def _on_loopback(published: Published, version: int, free: FreePorts) -> Iterator[Published]:
    """Nothing where no port is left: the rule then leads to a port that Docker publishes nowhere (LW612)."""
    port = free.take(published.to)
    if port is not None:
        yield Published(
            address=_LOOPBACK[version], port=port, to=published.to, via=Via.DOCKER, origin=published.origin
        )
