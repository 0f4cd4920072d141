"""Why nobody tells his MAC address: told from who has the address, and what is between him and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.trace.death import Died, Unknown
from lanwright.world.device import Device, DeviceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.plan.values import Address
    from lanwright.world import Segment, World


def unheard(
    world: World, device: Device, target: Address, refusals: Sequence[Died], answering: Sequence[Device]
) -> Died:
    """The death of a packet whose next hop isn't found; who heard it and didn't answer says why himself.

    `answering` are the devices that did answer, and weren't heard.
    """
    if refusals:
        return refusals[0]
    if answering:
        return _answer_lost(device, answering[0], target)
    namespace = device.namespace
    if namespace.kind == "internet" or _is_uplink(device):
        text = f"nobody in the internet has {target}"
        return Died("lost-in-the-internet", namespace, text, device.origin)
    holding = list(_holding(world, device, target))
    for other in holding:
        death = _taken_away(other) or _kept_apart(device, other, f"{target} is on {_where(other)}")
        if death is not None:
            return death
    _raise_for_unknown_parents([device, *holding])
    return _out_of_reach(world, device, target, holding)


def _out_of_reach(world: World, device: Device, target: Address, holding: Sequence[Device]) -> Died:
    if holding:
        where = ", ".join(_where(other) for other in holding)
        text = f"{target} is on {where}, which doesn't hear {device.name}"
        return Died("neighbour-out-of-reach", device.namespace, text, device.origin)
    _raise_for_leases(world, device, target)
    text = f"nobody on {device.name}'s link has {target}"
    return Died("address-unused", device.namespace, text, device.origin)


def unreached(device: Device, mac: Device) -> Died:
    """The death of a packet whose frame gets to nobody, though the next hop has told its MAC address."""
    text = f"no frame gets from {device.name} to {_where(mac)}"
    return _kept_apart(device, mac, text) or Died(
        "neighbour-out-of-reach", device.namespace, text, device.origin
    )


def _answer_lost(device: Device, answering: Device, target: Address) -> Died:
    """Who asked doesn't hear it: its bridge or bond does, or a macvlan device that has the card, or an ipvlan device."""
    if device.master is not None:
        text = f"{device.name} is a port of {device.master.name}, which the answer for {target} is handed to"
        return Died("port-hears-nothing", device.namespace, text, device.origin)
    told = f"{_where(answering)} has {target}"
    quiet = DeviceKind.IPVLAN in (device.kind, answering.kind) and answering.flag in ("", "bridge")
    apart = _taken_away(device) or (None if quiet else _kept_apart(device, answering, told))
    if apart is not None:
        return apart
    text = f"the answer for {target} gets to another device than {device.name}, which asked"
    reason = "arp-reply-to-shim" if target.version == 4 else "advertisement-to-shim"
    return Died(reason, device.namespace, text, device.origin)


def _where(device: Device) -> str:
    return f"{device.name} of {device.namespace.name}"


def _taken_away(device: Device) -> Died | None:
    """A macvlan device in mode passthru has all that comes in."""
    taker = next((item for item in device.uppers if item.mode == "passthru"), None)
    if taker is None:
        return None
    text = f"all that comes in by {_where(device)} is for {_where(taker)}, in mode passthru"
    return Died("macvlan-passthru", device.namespace, text, taker.origin)


def _raise_for_unknown_parents(devices: Iterable[Device]) -> None:
    """What a network that is there already stands on may lead anywhere."""
    for device in devices:
        if _bottom(device).beyond:
            raise Unknown(_bottom(device).beyond, device.namespace)


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


def _kept_apart(device: Device, other: Device, told: str) -> Died | None:
    """What macvlan and ipvlan keep apart, and wireless cards; `told` is what is said before."""
    namespace, below, beside = device.namespace, _bottom(device), _bottom(other)
    for one in (device, other):
        if one.kind is DeviceKind.MACVLAN and one.radios:
            return _foreign_mac(device, one)
    if below is not beside:
        return None
    kinds = {device.kind, other.kind}
    name = "ipvlan" if DeviceKind.IPVLAN in kinds else "macvlan"
    if (device is below) != (other is beside):
        text = f"{told}, and {below.name} and what stands on it never hear each other"
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
