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


class Wire:
    """Follows frames through one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send(self, device: Device, frame: Frame) -> Iterator[Arrival]:
        """All that hear a frame that is sent by a device, nearest first."""
        return self._out(device, frame, 0, (), 0)

    def _out(
        self, device: Device, frame: Frame, vlan: int, path: tuple[Crossing, ...], depth: int
    ) -> Iterator[Arrival]:
        if depth > _DEEPEST:
            return
        depth += 1
        match device.kind:
            case DeviceKind.VETH:
                if device.peer is not None:
                    yield from self._in(device.peer, frame, vlan, path, depth)
            case DeviceKind.NIC:
                yield from self._cable(device, frame, vlan, path, depth)
            case DeviceKind.WIRELESS:
                if (
                    frame.source is device.mac
                ):  # an access point takes frames of the station's own MAC address alone
                    yield from self._cable(device, frame, vlan, path, depth)
            case DeviceKind.BRIDGE:
                for port in device.ports:
                    yield from self._out(port, frame, vlan, path, depth)
            case DeviceKind.BOND:
                if device.ports:
                    yield from self._out(device.ports[0], frame, vlan, path, depth)
            case DeviceKind.VLAN:
                if device.parent is not None and not vlan:
                    yield from self._out(device.parent, frame, device.vlan, path, depth)
            case DeviceKind.MACVLAN:
                yield from self._macvlan_out(device, frame, path, depth)
            case DeviceKind.IPVLAN:
                yield from self._ipvlan_out(device, frame, path, depth)

    def _cable(
        self, device: Device, frame: Frame, vlan: int, path: tuple[Crossing, ...], depth: int
    ) -> Iterator[Arrival]:
        segment = device.wires.get(vlan)
        if segment is None:
            return
        for machine in sorted(frame.goals.intersection(segment.ports)):
            for card, tag in self._cards(segment, machine):
                if card is not device or segment.reflects:
                    yield from self._in(card, frame, tag, path, depth)

    def _cards(self, segment: Segment, machine: str) -> Iterator[tuple[Device, int]]:
        made = self._world.machine(machine)[machine]
        for name, tag in segment.ports[machine]:
            yield made.devices[name], tag

    def _in(
        self, device: Device, frame: Frame, vlan: int, path: tuple[Crossing, ...], depth: int
    ) -> Iterator[Arrival]:
        if depth > _DEEPEST:
            return
        depth += 1
        if vlan and vlan in device.vlans:
            yield from self._in(device.vlans[vlan], frame, 0, path, depth)
        elif device.master is not None and device.master.kind is DeviceKind.BOND:
            if device.master.ports[0] is device:
                yield from self._in(device.master, frame, vlan, path, depth)
        elif device.master is not None:
            yield from self._bridge(device.master, device, frame, vlan, path, depth)
        elif vlan:
            return
        elif device.uppers:
            yield from self._shared(device, frame, path)
        elif _is_for(device, frame):
            yield Arrival(device, path)

    def _bridge(
        self,
        bridge: Device,
        port: Device,
        frame: Frame,
        vlan: int,
        path: tuple[Crossing, ...],
        depth: int,
    ) -> Iterator[Arrival]:
        """Up to the bridge's own end, and out by its other ports."""
        up = (*path, Crossing(bridge, port, None))
        yield from self._in(bridge, frame, vlan, up, depth)
        if frame.destination is not None and frame.destination is bridge.mac:
            return
        for other in bridge.ports:
            if other is not port or port.hairpin:
                out = (*path, Crossing(bridge, port, other))
                yield from self._out(other, frame, vlan, out, depth)

    def _shared(self, parent: Device, frame: Frame, path: tuple[Crossing, ...]) -> Iterator[Arrival]:
        """What comes in by a parent of macvlan or ipvlan devices."""
        if parent.uppers[0].kind is DeviceKind.MACVLAN:
            yield from _into_macvlan(parent, frame, path)
        else:
            yield from _into_ipvlan(parent, frame, path)

    def _macvlan_out(
        self, device: Device, frame: Frame, path: tuple[Crossing, ...], depth: int
    ) -> Iterator[Arrival]:
        """In mode bridge to its siblings of that mode at once, and never to the parent itself."""
        parent = device.parent
        if parent is None:
            return
        if device.mode == "bridge":
            for sibling in parent.uppers:
                if sibling is not device and sibling.mode == "bridge" and _is_for(sibling, frame):
                    yield Arrival(sibling, path)
                    if frame.destination is not None:
                        return
        yield from self._out(parent, frame, 0, path, depth)

    def _ipvlan_out(
        self, device: Device, frame: Frame, path: tuple[Crossing, ...], depth: int
    ) -> Iterator[Arrival]:
        """All of a parent have one MAC address: what is for that goes by IP address, and else to the parent itself."""
        parent = device.parent
        if parent is None:
            return
        if frame.destination is None:
            for sibling in parent.uppers:
                if sibling is not device:
                    yield Arrival(sibling, path)
        elif frame.destination is device.mac and device.flag != "vepa":
            sibling = next((item for item in parent.uppers if _looked_for(item, frame)), None)
            if sibling is None:
                yield Arrival(parent, path)
            elif device.flag != "private" and sibling is not device:
                yield Arrival(sibling, path)
            return
        yield from self._out(parent, frame, 0, path, depth)


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
