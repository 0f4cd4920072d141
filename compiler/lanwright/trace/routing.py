"""Where a packet leaves, and with which source: the kernel's routing table, read as it reads it.

Source: linux `net/ipv4/fib_frontend.c`, `devinet.c` (inet_select_addr), `net/ipv6/addrconf.c` (RFC 6724).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.trace.death import Died, Unknown
from lanwright.world.device import DeviceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Origin
    from lanwright.plan.values import Address
    from lanwright.world import Device, Namespace, Route
    from lanwright.world.device import Held


def route_to(namespace: Namespace, destination: Address, by: Device | None = None) -> Route | None:
    """The route of the longest prefix, then of the smallest metric; `by` only of those that leave there."""
    if by is None and destination in namespace.cache:
        return namespace.cache[destination]
    table = namespace.routes[destination.version]
    found = next(
        (item for item in table if destination in item.destination and by in (None, item.device)), None
    )
    if by is None:
        namespace.cache[destination] = found
    return found


def source_for(namespace: Namespace, destination: Address, route: Route) -> Address | None:
    """The source that the kernel gives to what a process sends without naming one."""
    if route.source is not None:
        return route.source
    return selected(namespace, destination, route.via or destination, route.device)


def selected(namespace: Namespace, destination: Address, hop: Address, device: Device) -> Address | None:
    """An address of the device, else of any other: what MASQUERADE takes, whatever source the route prefers."""
    if destination.version == 6:
        return _by_rules(namespace, destination, device)
    own = [item for item in device.held if item.address.version == 4]
    fits = next((item.address for item in own if hop in item.prefix), None)
    first = next((item.address for item in own), None)
    return fits or first or _of_any(namespace)


def raise_for_lease(device: Device, version: int) -> None:
    """An address that a DHCP server gives is known to nobody."""
    if device.lease and version == 4:
        missing = f"the address that DHCP gives {device.name} of {device.namespace.name}"
        raise Unknown(missing, device.namespace)


def without_source(namespace: Namespace, device: Device, version: int, origin: Origin) -> Died | Unknown:
    """What becomes of a packet that finds no address to be sent from.

    Of IPv4 the kernel sends it from 0.0.0.0, which nobody answers (and MASQUERADE drops it, linux `nf_nat_masquerade.c`); of
    IPv6 it takes the device's link-local address, which nobody has written.
    """
    if version == 6:
        return Unknown(f"the link-local address that {namespace.name} sends from by {device.name}", namespace)
    text = f"it has no IPv4 address to send from by {device.name}"
    return Died("no-address", namespace, text, origin)


def _of_any(namespace: Namespace) -> Address | None:
    """The first address of the first device that has one, in the order of their making."""
    return next(
        (
            item.address
            for device in namespace.devices.values()
            if device.kind is not DeviceKind.LOOPBACK
            for item in device.held
            if item.address.version == 4
        ),
        None,
    )


def _by_rules(namespace: Namespace, destination: Address, device: Device) -> Address | None:
    """RFC 6724, section 5: not a deprecated one, of the outgoing device, with the longest common prefix."""
    known: Iterable[tuple[Device, Held]] = (
        (each, item) for each in namespace.devices.values() for item in each.held if item.address.version == 6
    )
    best = max(
        known,
        key=lambda pair: (
            not pair[1].deprecated,
            pair[0] is device,
            _common(pair[1].address, destination),
        ),
        default=None,
    )
    return best[1].address if best else None


def _common(one: Address, other: Address) -> int:
    return 128 - (int(one) ^ int(other)).bit_length()
