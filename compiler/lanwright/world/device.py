"""A network device as the kernel has it: what it is, what it stands on and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin

if TYPE_CHECKING:
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.namespace import Namespace
    from lanwright.world.segment import Segment


class DeviceKind(StrEnum):
    """What a device is to the kernel."""

    LOOPBACK = "loopback"
    NIC = "network card"
    WIRELESS = "wireless card"
    BRIDGE = "bridge"
    BOND = "bond"
    VLAN = "VLAN"
    VETH = "veth"
    MACVLAN = "macvlan"
    IPVLAN = "ipvlan"
    TUNNEL = "tunnel"
    DUMMY = "dummy"


@dataclass(frozen=True, slots=True)
class Held:
    """An address on a device, with the prefix that it was given with.

    A deprecated one serves, and is no source unless somebody asks for it (RFC 6724, rule 3).
    """

    address: Address
    prefix: Prefix
    origin: Origin = NOWHERE
    deprecated: bool = False


@dataclass(slots=True, eq=False, kw_only=True, repr=False)
class Device:
    """A device of a namespace; two are the same only if they are one object.

    Attributes:
        machine: the machine in whose kernel it is, whatever namespace it was moved to.
        parent: what a VLAN, macvlan or ipvlan device stands on; of a veth its other end is `peer`.
        master: the bridge or bond that it is a port of; `ports` is that seen from above.
        uppers: the macvlan and ipvlan devices on it; `vlans` its VLANs by number.
        mode, flag: of macvlan and ipvlan.
        wires: of a card, the segment that each VLAN's number leads to; 0 is untagged.
        hairpin: of a bridge's port, whether frames may go back out of it.
        beyond: what a device leads to that no world holds, in words.
        lease: whether it has an IPv4 address that a DHCP server gives it, and that nobody knows.
    """

    namespace: Namespace
    name: str
    kind: DeviceKind
    machine: str
    origin: Origin = NOWHERE
    parent: Device | None = None
    peer: Device | None = None
    master: Device | None = None
    ports: list[Device] = field(default_factory=list)
    uppers: list[Device] = field(default_factory=list)
    vlans: dict[int, Device] = field(default_factory=dict)
    vlan: int = 0
    mode: str = ""
    flag: str = ""
    wires: dict[int, Segment] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    hairpin: bool = False
    beyond: str = ""
    lease: bool = False

    @property
    def mac(self) -> Device:
        """Whose MAC address it has: VLANs and ipvlan devices have their parent's, all others one of their own."""
        shares = self.kind in (DeviceKind.VLAN, DeviceKind.IPVLAN)
        return self.parent.mac if shares and self.parent else self

    @property
    def asks_neighbours(self) -> bool:
        """Whether packets need a neighbour's MAC address to leave by it."""
        routed = self.kind is DeviceKind.IPVLAN and self.mode != "l2"
        return not routed and self.kind not in (DeviceKind.LOOPBACK, DeviceKind.TUNNEL)

    @property
    def stack(self) -> Device:
        """Whose IP stack a frame for it comes to first: its own; in ipvlan's mode l3s that of its parent (`ipvlan_l3s.c`)."""
        shares = self.kind is DeviceKind.IPVLAN and self.mode == "l3s"
        return self.parent if shares and self.parent else self

    def keeps_connections_of(self, bridge: Device) -> bool:
        """Whether what a bridge's netfilter has tracked is handed to it as it is.

        ipvlan's frames are for the bridge's own MAC address; those for another one, as macvlan's are, forget their connection
        (linux `br_netfilter_hooks.c`, br_nf_local_in).
        """
        return self.kind is DeviceKind.IPVLAN and self.parent is bridge

    def taker(self, address: Address) -> Device | None:
        """The ipvlan device in mode l3s on this one that is handed what this one's stack took in for the address."""
        return next((item for item in self.uppers if item.stack is self and item.has(address)), None)

    @property
    def radios(self) -> list[Device]:
        """The wireless cards that carry its frames: what it stands on, or a bond's ports."""
        below = self
        while below.parent is not None:
            below = below.parent
        return [card for card in (below, *below.ports) if card.kind is DeviceKind.WIRELESS]

    def has(self, address: Address) -> bool:
        """Whether the address is on this very device."""
        return any(item.address == address for item in self.held)

    def enslave(self, port: Device) -> None:
        """Make another device a port of this bridge or bond."""
        port.master = self
        self.ports.append(port)

    def stand_on(self, parent: Device) -> None:
        """Put this VLAN, macvlan or ipvlan device on another one."""
        self.parent = parent
        if self.kind is DeviceKind.VLAN:
            parent.vlans[self.vlan] = self
        else:
            parent.uppers.append(self)

    def __repr__(self) -> str:
        return f"<{self.namespace.name}:{self.name}>"
