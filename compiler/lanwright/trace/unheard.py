"""Why nobody tells his MAC address: told from who has the address, and what is between him and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.trace.death import Died, Unknown
from lanwright.world.device import Device, DeviceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan.values import Address
    from lanwright.world import Segment, World


def unheard(
    world: World, device: Device, target: Address, refusals: Sequence[Died], answered: Sequence[Device]
) -> Died:
    """The death of a packet whose next hop isn't found; who heard it and didn't answer says why himself."""
    if refusals:
        return refusals[0]
    if answered:
        return _misled(device, target, answered)
    namespace = device.namespace
    if namespace.kind == "internet" or _is_uplink(device):
        text = f"nobody in the internet has {target}"
        return Died("lost-in-the-internet", namespace, text, device.origin)
    holding = list(_holding(world, device, target))
    for other in holding:
        death = _kept_apart(device, other, target)
        if death is not None:
            return death
    return _out_of_reach(world, device, target, holding)


def _misled(device: Device, target: Address, answered: Sequence[Device]) -> Died:
    """Somebody answers, and who asked doesn't hear it: devices of one parent share a MAC address."""
    for one in answered:
        if one.kind is DeviceKind.MACVLAN and _stands_on_wireless(one):
            return _foreign_mac(device, one)
    if device.kind is DeviceKind.IPVLAN and device.flag != "bridge":
        text = f"the answer for {target} is dropped: {device.name} has the flag {device.flag}"
        return Died("ipvlan-mode-isolation", device.namespace, text, device.origin)
    text = f"the answer for {target} gets to another device than {device.name}, which asked"
    reason = "arp-reply-to-shim" if target.version == 4 else "advertisement-to-shim"
    return Died(reason, device.namespace, text, device.origin)


def _out_of_reach(world: World, device: Device, target: Address, holding: Sequence[Device]) -> Died:
    if holding:
        where = ", ".join(f"{other.name} of {other.namespace.name}" for other in holding)
        text = f"{target} is on {where}, which doesn't hear {device.name}"
        return Died("neighbour-out-of-reach", device.namespace, text, device.origin)
    _raise_for_leases(world, device, target)
    text = f"nobody on {device.name}'s link has {target}"
    return Died("address-unused", device.namespace, text, device.origin)


def _raise_for_leases(world: World, device: Device, target: Address) -> None:
    """An address of a DHCP server's choice may be this one."""
    for segment in {id(wire): wire for wire in _wires(device)}.values():
        for machine in segment.ports:
            host = world.plan.hosts.get(machine)
            lan = world.plan.lans.get(segment.name)
            leased = host is not None and any(
                link.dhcp and link.lan == segment.name and not host.addresses_on(segment.name)
                for link in host.links.values()
            )
            ranges = lan.dhcp if lan else ()
            inside = any(
                first.version == target.version and int(first) <= int(target) <= int(last)
                for first, last in ranges
            )
            if leased and inside:
                raise Unknown(f"whether DHCP gives {target} to {machine}", device.namespace)


def _wires(device: Device) -> Iterator[Segment]:
    bottom = device
    while bottom.parent is not None:
        bottom = bottom.parent
    for card in (bottom, *bottom.ports):
        yield from card.wires.values()


def _is_uplink(device: Device) -> bool:
    return device.namespace.kind == "router" and device.name == "wan"


def _holding(world: World, device: Device, target: Address) -> Iterator[Device]:
    for machine in sorted(world.holders(target) | {device.machine}):
        for namespace in world.machine(machine).values():
            if target in namespace.local:
                yield namespace.local[target]


def _bottom(device: Device) -> Device:
    """What a macvlan or ipvlan device stands on, or the device itself."""
    shares = device.kind in (DeviceKind.MACVLAN, DeviceKind.IPVLAN)
    return device.parent if shares and device.parent is not None else device


def _kept_apart(device: Device, other: Device, target: Address) -> Died | None:
    """What macvlan and ipvlan keep apart, and wireless cards."""
    namespace, below, beside = device.namespace, _bottom(device), _bottom(other)
    for one in (device, other):
        if one.kind is DeviceKind.MACVLAN and _stands_on_wireless(one):
            return _foreign_mac(device, one)
    if below is not beside:
        return None
    kinds = {device.kind, other.kind}
    name = "ipvlan" if DeviceKind.IPVLAN in kinds else "macvlan"
    if (device is below) != (other is beside):
        where = f"{other.name} of {other.namespace.name}"
        text = f"{target} is on {where}, and {below.name} and what stands on it never hear each other"
        return Died(f"{name}-parent-isolation", namespace, text, other.origin)
    if device is not other and kinds & {DeviceKind.MACVLAN, DeviceKind.IPVLAN}:
        modes = " and ".join(dict.fromkeys((device.mode or "", other.mode or "")))
        flag = f", flag {other.flag}" if other.flag else ""
        text = f"{device.name} and {other.name} on {below.name} don't hear each other in mode {modes}{flag}"
        return Died(f"{name}-mode-isolation", namespace, text, other.origin)
    return None


def _foreign_mac(device: Device, one: Device) -> Died:
    text = f"the access point drops frames of {one.name}'s own MAC address"
    return Died("wireless-one-mac", device.namespace, text, one.origin)


def _stands_on_wireless(device: Device) -> bool:
    below: Device | None = device
    while below is not None and below.parent is not None:
        below = below.parent
    return below is not None and any(card.kind is DeviceKind.WIRELESS for card in (below, *below.ports))
