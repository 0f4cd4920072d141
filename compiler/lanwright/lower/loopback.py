"""Loopback ports for services that our own DNAT serves: with the port published there Docker lets the packets through."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.plan import Published, Via
from lanwright.plan.port import Port

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.plan import Service
    from lanwright.plan.port import Listen

FIRST = 20_000
"""Below the kernel's range for outgoing connections (net.ipv4.ip_local_port_range, 32768 on)."""

_LOOPBACK = {4: ip_address("127.0.0.1"), 6: ip_address("::1")}


def with_loopback(services: Mapping[str, Service], listens: Iterable[Listen]) -> dict[str, Service]:
    """The services, each port that goes by DNAT published on loopback at the next free port as well."""
    taken = [listen.port for listen in listens]
    taken += [published.port for service in services.values() for published in service.published]
    free = _Free(taken)
    return {
        name: replace(service, published=(*service.published, *_added(service, free)))
        for name, service in services.items()
    }


def _added(service: Service, free: _Free) -> Iterator[Published]:
    for published in service.published:
        if published.via is Via.DNAT:
            version = published.address.version if published.address else 4
            yield Published(
                address=_LOOPBACK[version],
                port=free.take(published.to),
                to=published.to,
                via=Via.DOCKER,
                origin=published.origin,
            )


class _Free:
    """The ports from `FIRST` on that nothing has, taken one after the other."""

    def __init__(self, taken: Iterable[Port]) -> None:
        self._taken = {number for port in taken for number in range(max(port.first, FIRST), port.last + 1)}
        self._next = FIRST

    def take(self, like: Port) -> Port:
        """The next free port, or as many in a row as `like` has."""
        count = like.last - like.first + 1
        first = self._next
        while self._taken.intersection(range(first, first + count)):
            first += 1
        self._next = first + count
        return Port(first, first + count - 1, like.protocol)
