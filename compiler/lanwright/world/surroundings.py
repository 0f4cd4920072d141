"""What is around a site that no intent says: where the internet is, and what listens besides."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from lanwright.plan.port import Port

INTERNET = {4: ip_address("198.51.100.9"), 6: ip_address("2001:db8::9")}
"""By family, somebody in the internet: addresses that are kept for examples (RFC 5737, RFC 3849)."""

WAN = {4: ip_network("198.51.100.0/24"), 6: ip_network("2001:db8::/64")}
"""By family, where routers meet the internet; the first router has the first address there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a world is realised with besides the plan.

    Attributes:
        uplinks: the routers that the internet is behind; None for every one that a LAN has.
        devices: ports that every LAN device and somebody in the internet answer at, besides what is written.
        clients: ports that VPN clients answer at.
        internet_hears_all: whether somebody in the internet answers at every port.
    """

    uplinks: Collection[str] | None = None
    devices: tuple[Port, ...] = ()
    clients: tuple[Port, ...] = ()
    internet_hears_all: bool = True
