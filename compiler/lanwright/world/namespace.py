"""A network namespace: devices, routes, settings, packet rules and sockets of a host, a container or another machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.world.device import Device, DeviceKind, Held
from lanwright.world.packet_rule import Ruleset
from lanwright.world.route import Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.plan.values import Address, Prefix
    from lanwright.world.socket import Socket

LOOPBACK = {4: ip_network("127.0.0.0/8"), 6: ip_network("::1/128")}


class NamespaceKind(StrEnum):
    """What sort of thing a namespace is of."""

    HOST = "host"
    CONTAINER = "container"
    DEVICE = "device"
    ROUTER = "router"
    CLIENTS = "VPN clients"
    INTERNET = "internet"


@dataclass(slots=True, eq=False, kw_only=True, repr=False)
class Namespace:
    """One network namespace.

    Attributes:
        name: the full name: `dock1`, `dock1/web`, `home/laptop`, `dock1/openvpn/clients`.
        machine: the machine whose kernel it is in.
        routes: by family, the longest prefix first, then the smallest metric.
        sysctls: parameters that aren't the kernel's defaults, by their path below /proc/sys.
        rulesets: by family.
        has_everything: whether it answers at every address (the internet).
        unknown: what isn't known of it, in words; a packet that would need it isn't followed.
        assumed: what was taken for granted, in words.
    """

    name: str
    kind: NamespaceKind
    machine: str
    origin: Origin = NOWHERE
    devices: dict[str, Device] = field(default_factory=dict)
    routes: dict[int, list[Route]] = field(default_factory=lambda: {4: [], 6: []})
    sysctls: dict[str, str] = field(default_factory=dict)
    rulesets: dict[int, Ruleset] = field(default_factory=lambda: {4: Ruleset(), 6: Ruleset()})
    sockets: list[Socket] = field(default_factory=list)
    has_everything: bool = False
    unknown: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    local: dict[Address, Device] = field(default_factory=dict)
    cache: dict[Address, Route | None] = field(default_factory=dict)

    def device(self, name: str, kind: DeviceKind, origin: Origin = NOWHERE) -> Device:
        """Make a device."""
        made = Device(namespace=self, name=name, kind=kind, machine=self.machine, origin=origin)
        self.devices[name] = made
        return made

    def hold(self, device: Device, held: Held, *, connected: bool = True, metric: int = 0) -> None:
        """Give a device an address; a prefix of several addresses makes a route to them."""
        device.held.append(held)
        self.local.setdefault(held.address, device)
        if connected and held.prefix.num_addresses > 1:
            source = held.address if held.address.version == 4 else None
            self.route(Route(held.prefix, device, source=source, metric=metric, origin=held.origin))

    def route(self, route: Route) -> None:
        """Add a route."""
        table = self.routes[route.destination.version]
        table.append(route)
        table.sort(key=lambda item: (-item.destination.prefixlen, item.metric))

    def setting(self, path: str, default: str = "0") -> str:
        """A parameter by its path below /proc/sys."""
        return self.sysctls.get(path, default)

    def of_device(self, family: str, device: Device, key: str) -> int:
        """A device's parameter, of which the larger of `all` and its own counts (kernel `ip-sysctl.rst`)."""
        table = f"net/{family}/conf"
        own = self.sysctls.get(f"{table}/{device.name}/{key}")
        if own is None:
            own = self.sysctls.get(f"{table}/default/{key}", "0")
        return max(_number(self.setting(f"{table}/all/{key}")), _number(own))

    def forwards(self, version: int) -> bool:
        """Whether it passes packets on."""
        path = "net/ipv4/ip_forward" if version == 4 else "net/ipv6/conf/all/forwarding"
        return self.setting(path) == "1"

    def is_local(self, address: Address) -> bool:
        """Whether packets for the address end here."""
        return address in self.local or address in LOOPBACK[address.version]

    def addresses(self) -> Iterable[Address]:
        """All of its addresses but loopback, in the order of its devices."""
        return (
            held.address
            for device in self.devices.values()
            if device.kind is not DeviceKind.LOOPBACK
            for held in device.held
        )

    def __repr__(self) -> str:
        return f"<{self.name}>"


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


def with_loopback(namespace: Namespace) -> Namespace:
    """A namespace with its loopback device."""
    namespace.device("lo", DeviceKind.LOOPBACK)
    return namespace


def everything(version: int) -> Prefix:
    """The prefix of a default route."""
    return ip_network("0.0.0.0/0" if version == 4 else "::/0")
