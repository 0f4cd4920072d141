"""Sources and destinations that a stack refuses, whatever routes it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE
from lanwright.trace.death import Died
from lanwright.trace.routing import route_to
from lanwright.world.device import Device, DeviceKind
from lanwright.world.namespace import LOOPBACK

if TYPE_CHECKING:
    from lanwright.trace.packet import Packet
    from lanwright.world import Namespace


def stay_inside(namespace: Namespace, packet: Packet, out: Device) -> None:
    """IPv6 has no route_localnet: what has the source ::1 leaves by no other device."""
    if packet.source.version == 6 and packet.source.is_loopback and out.kind is not DeviceKind.LOOPBACK:
        text = f"{packet.source} can't leave by {out.name}"
        raise Died("loopback-leaves-host", namespace, text, NOWHERE)


def validate(namespace: Namespace, device: Device, packet: Packet) -> None:
    """What the kernel asks of a source before it looks at the destination (linux `fib_frontend.c`, fib_validate_source)."""
    if packet.source.version == 6 or device.kind is DeviceKind.LOOPBACK:
        return
    localnet = namespace.of_device("ipv4", device, "route_localnet")
    for address in (packet.source, packet.destination):
        if address in LOOPBACK[4] and not localnet:
            text = f"{address} comes in by {device.name}"
            raise Died("loopback-leaves-host", namespace, text, device.origin)
    if packet.source in namespace.local and not namespace.of_device("ipv4", device, "accept_local"):
        text = f"its source {packet.source} is an address of {namespace.name} itself"
        raise Died("martian-source", namespace, text, device.origin)
    strict = namespace.of_device("ipv4", device, "rp_filter")
    if not strict:
        return
    back = route_to(namespace, packet.source)
    if back is None or (strict == 1 and back.device is not device):
        way = "no way" if back is None else f"by {back.device.name}"
        text = f"rp_filter={strict} on {device.name}: the way back to {packet.source} is {way}"
        raise Died("rp-filter", namespace, text, device.origin)
