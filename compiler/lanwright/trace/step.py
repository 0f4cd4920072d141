"""The steps of a packet's way: a small closed set, each of which can be told in a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from lanwright.diagnostics import NOWHERE, Origin

if TYPE_CHECKING:
    from lanwright.trace.packet import Packet
    from lanwright.world import Device, Namespace, Socket
    from lanwright.world.packet_rule import PacketRule


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a packet in a namespace; `stage` is where in the kernel's picture of its way."""

    namespace: Namespace
    stage: ClassVar[str] = ""

    @property
    def text(self) -> str:
        """In a line."""
        return ""

    @property
    def origin(self) -> Origin:
        """The place of the intent that it comes of."""
        return NOWHERE


@dataclass(frozen=True, slots=True)
class Sent(Step):
    """A process sends it; the kernel has chosen its source."""

    packet: Packet
    stage: ClassVar[str] = "send"

    @property
    def text(self) -> str:
        """From where to where."""
        return f"sends {self.packet}"


@dataclass(frozen=True, slots=True)
class Routed(Step):
    """The routing table says where it leaves."""

    device: Device
    via: str
    place: Origin
    stage: ClassVar[str] = "route"

    @property
    def text(self) -> str:
        """The device, and the next hop if there is one."""
        return f"leaves by {self.device.name}{f', via {self.via}' if self.via else ''}"

    @property
    def origin(self) -> Origin:
        """The route's."""
        return self.place


@dataclass(frozen=True, slots=True)
class Resolved(Step):
    """Somebody has told his MAC address."""

    address: str
    device: Device
    answering: Device
    stage: ClassVar[str] = "neighbour"

    @property
    def text(self) -> str:
        """Who is asked for, and who answers."""
        return f"{self.address} is at the MAC address of {self.answering.name} of {self.answering.namespace.name}"


@dataclass(frozen=True, slots=True)
class Bridged(Step):
    """It crosses a bridge, by netfilter or past it."""

    bridge: Device
    port: str
    filtered: bool
    stage: ClassVar[str] = "bridge"

    @property
    def text(self) -> str:
        """The bridge and the port that it leaves by."""
        how = "as netfilter sees it, too" if self.filtered else "past netfilter"
        return f"crosses {self.bridge.name} to {self.port}, {how}"

    @property
    def origin(self) -> Origin:
        """The bridge's."""
        return self.bridge.origin


@dataclass(frozen=True, slots=True)
class Translated(Step):
    """NAT writes another address or port, because of a rule or to undo what one did."""

    hook: str
    before: Packet
    after: Packet
    rule: PacketRule | None
    stage: ClassVar[str] = "nat"

    @property
    def text(self) -> str:
        """What it was, what it is, and by which rule."""
        why = f" ({self.rule.text})" if self.rule else " (undone by conntrack)"
        if self.before.destination != self.after.destination or self.before.port != self.after.port:
            return f"{self.hook}: to {_end(self.after)} instead of {_end(self.before)}{why}"
        return f"{self.hook}: from {self.after.source} instead of {self.before.source}{why}"

    @property
    def origin(self) -> Origin:
        """The rule's."""
        return self.rule.origin if self.rule else NOWHERE


@dataclass(frozen=True, slots=True)
class Accepted(Step):
    """A rule that matches lets it through."""

    hook: str
    chain: str
    rule: PacketRule
    stage: ClassVar[str] = "filter"

    @property
    def text(self) -> str:
        """The chain and the rule."""
        return f"{self.hook}: accepted in {self.chain} ({self.rule.text})"

    @property
    def origin(self) -> Origin:
        """The rule's."""
        return self.rule.origin


@dataclass(frozen=True, slots=True)
class Received(Step):
    """It comes in by a device."""

    device: Device
    packet: Packet
    stage: ClassVar[str] = "receive"

    @property
    def text(self) -> str:
        """The device and the packet as it is now."""
        return f"comes in by {self.device.name}: {self.packet}"


@dataclass(frozen=True, slots=True)
class Delivered(Step):
    """A process, or for a ping the kernel, has it."""

    packet: Packet
    socket: Socket | None
    stage: ClassVar[str] = "deliver"

    @property
    def text(self) -> str:
        """Who has it, and whom he sees."""
        if not self.packet.opens:
            return f"{self.namespace.name} has its answer, from {self.packet.source}"
        who = f"{self.socket.holder} for " if self.socket and self.socket.holder != "service" else ""
        owner = self.socket.owner if self.socket else self.namespace.name
        return f"{who}{owner} sees {self.packet.source}"

    @property
    def origin(self) -> Origin:
        """What listens."""
        return self.socket.origin if self.socket else NOWHERE


@dataclass(frozen=True, slots=True)
class Dropped(Step):
    """It ends here."""

    reason: str
    said: str
    place: Origin
    stage: ClassVar[str] = "drop"

    @property
    def text(self) -> str:
        """The reason and what there is to say."""
        return f"{self.reason}: {self.said}"

    @property
    def origin(self) -> Origin:
        """What it is lost at."""
        return self.place


def _end(packet: Packet) -> str:
    return f"{packet.destination}:{packet.port}" if packet.port else str(packet.destination)
