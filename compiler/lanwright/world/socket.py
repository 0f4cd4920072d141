"""What listens in a namespace."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.plan.sockets import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.port import Listen, Port
    from lanwright.plan.values import Address


class Holder(StrEnum):
    """Who has a socket open: a service, docker-proxy, which goes on as itself, or dockerd, which answers nobody."""

    SERVICE = "service"
    PROXY = "docker-proxy"
    DOCKERD = "dockerd"


@dataclass(frozen=True, slots=True)
class Socket:
    """A listening socket; `address` None means every one of the family, `port` None every port.

    `to` and `to_first` are where docker-proxy goes on to: the container's address and the first port of its range.
    `answers_by_route`: its answers have the source that the route to the client gives, whatever address was asked.
    """

    owner: str
    version: int
    port: Port | None
    address: Address | None = None
    holder: Holder = Holder.SERVICE
    to: Address | None = None
    to_first: int = 0
    answers_by_route: bool = False
    origin: Origin = NOWHERE

    def hears(self, address: Address, protocol: str, number: int) -> bool:
        """Whether a packet for this address and port is its."""
        fits = self.port is None or (
            self.port.protocol == protocol and self.port.first <= number <= self.port.last
        )
        return fits and self.version == address.version and self.address in (None, address)


def listening(owner: str, listen: Listen) -> Iterator[Socket]:
    """The sockets that a program opens, one of each family where it names no address."""
    for version, every in EVERY.items():
        if listen.address is None or listen.address.version == version:
            address = None if listen.address in (None, every) else listen.address
            yield Socket(
                owner=owner,
                version=version,
                port=listen.port,
                address=address,
                origin=listen.origin or NOWHERE,
            )
