"""A packet, as far as its way depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lanwright.plan.values import Address

PING = "icmp"
"""An echo request or its reply, of either family; its ports are the echo's number and nothing."""

SOLICITATION = "neighbour solicitation"


class Packet(NamedTuple):
    """Addresses, protocol and ports; `opens` is whether it can be a connection's first."""

    source: Address
    destination: Address
    protocol: str
    source_port: int
    port: int
    opens: bool = True

    @property
    def answer(self) -> Packet:
        """What goes back."""
        return Packet(self.destination, self.source, self.protocol, self.port, self.source_port, opens=False)

    def __str__(self) -> str:
        if self.protocol in (PING, SOLICITATION):
            return f"{self.source} to {self.destination}, {self.protocol}"
        return (
            f"{shown(self.source, self.source_port)} to {shown(self.destination, self.port)}/{self.protocol}"
        )


def shown(address: Address, port: int) -> str:
    """`192.168.0.231:80` or `[fd00::1]:80`."""
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
