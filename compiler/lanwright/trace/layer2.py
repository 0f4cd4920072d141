"""Where a frame gets to: cards, switches, bridges, VLANs, and what macvlan and ipvlan let each other hear.

A frame is followed only towards machines that it is for, so that a LAN of a thousand hosts costs no more than one of
two. Source: linux `drivers/net/macvlan.c`, `drivers/net/ipvlan/ipvlan_core.c`, `net/bridge/br_input.c`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.world.device import Device, DeviceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.values import Address
    from lanwright.world import Segment, World

_DEEPEST = 16


class Frame(NamedTuple):
    """A frame: MAC addresses (None: everybody), the address that ipvlan looks for, the machines that it may be for."""

    source: Device
    destination: Device | None
    address: Address | None
    goals: frozenset[str]


class Crossing(NamedTuple):
    """A bridge that a frame crosses: from which port, and to which; None for the bridge's own end."""

    bridge: Device
    came_in: Device
    goes_out: Device | None


class Arrival(NamedTuple):
    """A device whose stack gets the frame, and the bridges on its way."""

    device: Device
    path: tuple[Crossing, ...]


class Gone(NamedTuple):
    """How far a frame has come: the VLAN's number that it carries, the bridges behind it, and how deep this is."""

    vlan: int = 0
    path: tuple[Crossing, ...] = ()
    depth: int = 0

    def on(self, vlan: int) -> Gone:
        """The same, a device further, with this VLAN's number."""
        return Gone(vlan, self.path, self.depth + 1)

    def over(self, bridge: Device, came_in: Device, goes_out: Device | None) -> Gone:
        """The same, over a bridge."""
        return Gone(self.vlan, (*self.path, Crossing(bridge, came_in, goes_out)), self.depth + 1)


class Wire:
    """Follows frames through one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._leaves = {
            DeviceKind.VETH: self._through_pair,
            DeviceKind.NIC: self._by_cable,
            DeviceKind.WIRELESS: self._by_air,
            DeviceKind.BRIDGE: self._by_ports,
            DeviceKind.BOND: self._by_active_port,
            DeviceKind.VLAN: self._tagged,
            DeviceKind.MACVLAN: self._from_macvlan,
            DeviceKind.IPVLAN: self._from_ipvlan,
        }

    def send(self, device: Device, frame: Frame) -> Iterator[Arrival]:
        """All that hear a frame that is sent by a device, nearest first."""
        return self._out(device, frame, Gone())

    def _out(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        leaves = self._leaves.get(device.kind)
        if leaves is not None and gone.depth <= _DEEPEST:
            yield from leaves(device, frame, gone)

    def _through_pair(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        if device.peer is not None:
            yield from self._in(device.peer, frame, gone.on(gone.vlan))

    def _by_air(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        """An access point takes frames of the station's own MAC address alone."""
        if frame.source is device.mac:
            yield from self._by_cable(device, frame, gone)

    def _by_cable(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        segment = device.wires.get(gone.vlan)
        if segment is None:
            return
        for machine in sorted(frame.goals.intersection(segment.ports)):
            for card, tag in self._cards(segment, machine):
                if card is not device or segment.reflects:
                    yield from self._in(card, frame, gone.on(tag))

    def _cards(self, segment: Segment, machine: str) -> Iterator[tuple[Device, int]]:
        made = self._world.machine(machine)[machine]
        for name, tag in segment.ports[machine]:
            yield made.devices[name], tag

    def _by_ports(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        """What stands on a bridge and sends to the bridge's own MAC address sends to nobody (`br_device.c`, br_dev_xmit)."""
        for port in device.ports if frame.destination is not device.mac else ():
            yield from self._out(port, frame, gone.on(gone.vlan))

    def _by_active_port(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        for port in device.ports[:1]:
            yield from self._out(port, frame, gone.on(gone.vlan))

    def _tagged(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        if device.parent is not None and not gone.vlan:
            yield from self._out(device.parent, frame, gone.on(device.vlan))

    def _in(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        master = device.master
        if gone.depth > _DEEPEST:
            return
        if gone.vlan in device.vlans:
            yield from self._in(device.vlans[gone.vlan], frame, gone.on(0))
        elif master is not None and master.kind is DeviceKind.BOND:
            if master.ports[0] is device:
                yield from self._in(master, frame, gone.on(gone.vlan))
        elif master is not None:
            yield from self._bridged(master, device, frame, gone)
        elif device.uppers and not gone.vlan:
            shared = _into_macvlan if device.uppers[0].kind is DeviceKind.MACVLAN else _into_ipvlan
            yield from shared(device, frame, gone.path)
        elif not gone.vlan and _is_for(device, frame):
            yield Arrival(device, gone.path)

    def _bridged(self, bridge: Device, port: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        """Up to the bridge's own end, and out by its other ports."""
        yield from self._in(bridge, frame, gone.over(bridge, port, None))
        if frame.destination is not None and frame.destination is bridge.mac:
            return
        for other in bridge.ports:
            if other is not port or port.hairpin:
                yield from self._out(other, frame, gone.over(bridge, port, other))

    def _from_macvlan(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        """In mode bridge to its siblings of that mode at once, and never to the parent itself."""
        parent = device.parent
        if parent is None:
            return
        if device.mode == "bridge":
            for sibling in parent.uppers:
                if sibling is not device and sibling.mode == "bridge" and _is_for(sibling, frame):
                    yield Arrival(sibling, gone.path)
                    if frame.destination is not None:
                        return
        yield from self._out(parent, frame, gone.on(0))

    def _from_ipvlan(self, device: Device, frame: Frame, gone: Gone) -> Iterator[Arrival]:
        """All of a parent have one MAC address: what is for that goes by IP address, and else to the parent itself."""
        parent = device.parent
        if parent is None:
            return
        if frame.destination is not None and frame.destination is device.mac and device.flag != "vepa":
            found = next((item for item in parent.uppers if _looked_for(item, frame)), None)
            if found is None:
                yield Arrival(parent, gone.path)
            elif device.flag != "private" and found is not device:
                yield Arrival(found, gone.path)
            return
        if frame.destination is None:
            yield from (Arrival(sibling, gone.path) for sibling in parent.uppers if sibling is not device)
        yield from self._out(parent, frame, gone.on(0))


def _is_for(device: Device, frame: Frame) -> bool:
    return frame.destination is None or frame.destination is device.mac


def _looked_for(device: Device, frame: Frame) -> bool:
    return frame.address is not None and device.has(frame.address)


def _into_macvlan(parent: Device, frame: Frame, path: tuple[Crossing, ...]) -> Iterator[Arrival]:
    """By MAC address; broadcast to the parent and to all, but what one of them sent himself comes back to vepa alone."""
    passthru = next((item for item in parent.uppers if item.mode == "passthru"), None)
    if passthru is not None:
        if frame.destination in (None, passthru):
            yield Arrival(passthru, path)
        return
    if frame.destination is not None:
        found = next((item for item in parent.uppers if frame.destination is item.mac), None)
        if found is not None:
            yield Arrival(found, path)
        elif frame.destination is parent.mac:
            yield Arrival(parent, path)
        return
    sender = next((item for item in parent.uppers if frame.source is item.mac), None)
    if sender is not None and sender.mode not in ("vepa", "bridge"):
        return
    yield Arrival(parent, path)
    for item in parent.uppers:
        heard = {None: True, "vepa": item.mode in ("vepa", "bridge"), "bridge": item.mode == "vepa"}
        if item is not sender and heard[sender.mode if sender else None]:
            yield Arrival(item, path)


def _into_ipvlan(parent: Device, frame: Frame, path: tuple[Crossing, ...]) -> Iterator[Arrival]:
    """By IP address; in the routed modes nothing is heard that isn't for one of them or for the parent."""
    routed = parent.uppers[0].mode != "l2"
    if frame.destination is None:
        yield Arrival(parent, path)
        for item in parent.uppers if not routed and frame.source is not parent.mac else ():
            yield Arrival(item, path)
        return
    if frame.destination is not parent.mac:
        return
    found = next((item for item in parent.uppers if _looked_for(item, frame)), None)
    yield Arrival(found or parent, path)
