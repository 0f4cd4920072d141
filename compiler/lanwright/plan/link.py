"""Links of a host, their addresses and routes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix


class LinkKind(StrEnum):
    """What a link is to the kernel; `physical` is a NIC of any sort that Lanwright needn't tell apart."""

    PHYSICAL = "physical"
    WIRELESS = "wireless"
    BRIDGE = "bridge"
    VLAN = "vlan"
    BOND = "bond"
    TUNNEL = "tunnel"
    MACVLAN = "macvlan"
    IPVLAN = "ipvlan"
    VETH = "veth"


class Maker(StrEnum):
    """Who makes a thing: the host itself (found as it is), Lanwright's files, or dockerd."""

    HOST = "host"
    LANWRIGHT = "lanwright"
    DOCKER = "docker"


class Purpose(StrEnum):
    """Why a link, an address or a route is there."""

    HOST = "host"
    SHIM = "shim"
    ALIAS = "alias"
    UPLINK = "uplink"
    DEFAULT_ROUTE = "default route"
    CONTAINERS = "containers"
    CLIENTS = "VPN clients"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A network interface of a host.

    Attributes:
        name: the kernel's name, at most 15 characters.
        maker: who makes it; `host` means that it is found as it is.
        parent: the link below a VLAN, macvlan or ipvlan link; of a veth its other end.
        mode: of a macvlan, ipvlan or bond link, as the kernel names it.
        flag: of an ipvlan link.
        vlan: the VLAN's id.
        ports: the members of a bridge or bond.
        bridge: the bridge or bond that this link is a member of, if any.
        lan: the LAN that it stands on, if any.
        network: the Docker network that it was made for, if any.
        dhcp: whether its address is a lease.
        max_macs: how many MAC addresses the NIC filters in hardware.
        unit: the networkd unit, not ours, that configures it.
    """

    name: str
    kind: LinkKind
    maker: Maker
    purpose: Purpose
    origin: Origin
    parent: str | None = None
    mode: str | None = None
    flag: str | None = None
    vlan: int | None = None
    ports: tuple[str, ...] = ()
    bridge: str | None = None
    lan: str | None = None
    network: str | None = None
    mtu: int | None = None
    dhcp: bool = False
    promiscuous: bool = False
    max_macs: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAddress:
    """An address on a link of a host, with its prefix length.

    A `deprecated` one serves, and isn't taken for a source where nobody asks for it (RFC 6724, rule 3): an IPv6 alias,
    which the host would otherwise prefer to its own address wherever its longer prefix matches better (rule 8). Of IPv4
    the older address stays first.
    """

    link: str
    address: AddressWithPrefix
    maker: Maker
    purpose: Purpose
    origin: Origin
    deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route in a host's main table; `via` None means on-link, `source` is the preferred source.

    `metric` is there where a route stands by behind another to the same place.
    """

    link: str
    destination: Prefix
    maker: Maker
    purpose: Purpose
    origin: Origin
    via: Address | None = None
    source: Address | None = None
    metric: int | None = None
