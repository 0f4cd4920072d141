"""LANs, and who holds which address there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.port import Listen
    from lanwright.plan.values import Address, Prefix


class Holder(StrEnum):
    """What sort of thing holds an address."""

    GATEWAY = "gateway"
    DEVICE = "device"
    SHARED = "shared address"
    HOST = "host"
    ALIAS = "alias"
    SHIM = "shim"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One address of a LAN and who holds it.

    `name` is the holder's full name (`dock1/web`, `home/laptop`, `dock1`), `host` the host that it is on, if any.
    Several claims of one `name` and `host` on one address are one holder (an alias with two ports, a shim that
    carries its own host's address).
    """

    address: Address
    holder: Holder
    name: str
    origin: Origin
    host: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanRoute:
    """A static route that the LAN's router has, over a machine on this LAN."""

    destination: Prefix
    via: Address
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class LanPlan:
    """A LAN: its subnets and gateways by family, its router's routes, and every address of it that is known to be taken.

    `dhcp` holds the DHCP server's ranges as (first, last), as written; `claims` are in the order of the intent:
    gateways, devices, shared addresses, then host by host. Of its switch, `macs_per_port` is how many MAC addresses one
    port may show (None: not known), `hairpin` whether it sends frames back out of the port that they came from. `listens` is, by
    device, what it listens on.
    """

    name: str
    subnets: tuple[Prefix, ...]
    gateways: tuple[Address, ...]
    router: str
    ra: bool
    dhcp: tuple[tuple[Address, Address], ...]
    routes: tuple[LanRoute, ...]
    claims: tuple[Claim, ...]
    mtu: int | None
    macs_per_port: int | None
    hairpin: bool
    origin: Origin
    listens: Mapping[str, tuple[Listen, ...]] = field(default_factory=dict)

    def subnet_of(self, version: int) -> Prefix | None:
        """The LAN's subnet of one family."""
        return next((subnet for subnet in self.subnets if subnet.version == version), None)

    def gateway_of(self, version: int) -> Address | None:
        """The LAN's router of one family."""
        return next((gateway for gateway in self.gateways if gateway.version == version), None)
