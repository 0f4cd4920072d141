"""Connections as a namespace remembers them, and what NAT has decided for each (linux `nf_conntrack_core.c`, `nf_nat_core.c`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lanwright.trace.packet import PING, SOLICITATION

if TYPE_CHECKING:
    from lanwright.plan.values import Address
    from lanwright.trace.packet import Packet
    from lanwright.world import Device

Tuple = tuple["str", "Address", "int", "Address", "int"]


class Manip(Enum):
    """Which half of a packet NAT may write at a hook."""

    SOURCE = "source"
    DESTINATION = "destination"


@dataclass(slots=True, eq=False)
class Connection:
    """The tuple of its first packet, and that of the replies to what has become of it; the device it is masqueraded for."""

    original: Tuple
    reply: Tuple
    decided: set[Manip] = field(default_factory=set)
    translated: bool = False
    answered: bool = False
    masqueraded: Device | None = None

    def towards(self, address: Address, port: int) -> None:
        """Rewrite the destination."""
        protocol, _, _, back, back_port = self.reply
        self.reply = (protocol, address, port, back, back_port)
        self.translated = True

    def leave_as(self, address: Address) -> None:
        """Rewrite the source."""
        protocol, source, source_port, _, port = self.reply
        self.reply = (protocol, source, source_port, address, port)


@dataclass(frozen=True, slots=True)
class Tracking:
    """A packet's connection, and whether it is one of the replies."""

    connection: Connection
    is_reply: bool

    @property
    def state(self) -> str:
        """`new`, or `established` once a reply was seen."""
        return "established" if self.is_reply or self.connection.answered else "new"


class Clash(Exception):  # noqa: N818 - it isn't a fault: the packet is lost
    """A packet that looks like a new connection, whose replies another connection's first packets already are.

    NAT gives it another source port (`nf_nat_core.c`, get_unique_tuple): who waits for it doesn't know it. Of TCP that befalls
    what comes after the handshake, which is picked up midway (`nf_conntrack_tcp_loose`).
    """


class Connections:
    """What one namespace tracks."""

    def __init__(self) -> None:
        self._known: list[Connection] = []

    def track(self, packet: Packet) -> Tracking | None:
        """Find a packet's connection, or begin one; None for what is invalid, or never tracked.

        An answer to what was never seen begins none: a TCP handshake's second half, and an echo's reply. UDP has no halves.
        Raises Clash for an answer that is seen once more after its NAT was undone.
        """
        if packet.protocol == SOLICITATION:
            return None
        mine = _tuple(packet)
        for connection in reversed(self._known):
            if connection.reply == mine:
                connection.answered = True
                return Tracking(connection, is_reply=True)
            if connection.original == mine:
                return Tracking(connection, is_reply=False)
        if packet.protocol != PING and any(_reversed(mine) == known.original for known in self._known):
            raise Clash
        if not packet.opens and packet.protocol in ("tcp", PING):
            return None
        made = Connection(mine, self._unused(mine))
        self._known.append(made)
        return Tracking(made, is_reply=False)

    def undoes(self, packet: Packet) -> bool:
        """Whether it is a reply that has to be rewritten."""
        mine = _tuple(packet)
        return any(known.reply == mine != _reversed(known.original) for known in self._known)

    def _unused(self, mine: Tuple) -> Tuple:
        """What replies look like: where replies to another connection look so, NAT has given this one the next source port."""
        reply = _reversed(mine)
        while any(known.reply == reply for known in self._known):
            protocol, source, source_port, destination, port = reply
            reply = (protocol, source, source_port, destination, port + 1)
        return reply


def translated(packet: Packet, tracking: Tracking, manip: Manip) -> Packet:
    """A packet as its connection has it: NAT applied on the way there, undone on the way back."""
    other = tracking.connection.original if tracking.is_reply else tracking.connection.reply
    _, source, source_port, back, back_port = other
    if manip is Manip.DESTINATION:
        if packet.destination == source and packet.port == source_port:
            return packet
        return packet._replace(destination=source, port=source_port)
    if packet.source == back and packet.source_port == back_port:
        return packet
    return packet._replace(source=back, source_port=back_port)


def _tuple(packet: Packet) -> Tuple:
    return packet.protocol, packet.source, packet.source_port, packet.destination, packet.port


def _reversed(mine: Tuple) -> Tuple:
    protocol, source, source_port, destination, port = mine
    return protocol, destination, port, source, source_port
