"""The addresses of a drawn LAN: each sort of thing has a part of its own, as a careful owner would have it."""

from __future__ import annotations

from ipaddress import IPv4Network, ip_network
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw

Part = dict[str, Any]

ZONES = {
    "device": (40, 59),
    "container": (64, 95),
    "host": (221, 226),
    "shim": (227, 230),
    "alias": (240, 253),
}
"""The last number of an address, by what has it; 100 to 150 is the DHCP server's, 192 to 223 is for ip_ranges."""
RANGES = (192, 200, 208, 216)
"""Where an ip_range of eight may begin: one for each host that Docker hands out on."""


class Ground:
    """A LAN's subnets, and which of its addresses are still free."""

    def __init__(self, draw: Draw, subnet: str, six: str | None) -> None:
        self._draw = draw
        self.subnet = IPv4Network(subnet)
        self.six = six
        self._free = {zone: list(range(first, last + 1)) for zone, (first, last) in ZONES.items()}
        self._ranges = list(RANGES)
        self.routes: list[Part] = []

    @property
    def subnets(self) -> Any:
        """As `subnet` of an intent."""
        return [str(self.subnet), f"{self.six}::/64"] if self.six else str(self.subnet)

    @property
    def prefixes(self) -> list[int]:
        """The prefix length of each family."""
        return [self.subnet.prefixlen, 64] if self.six else [self.subnet.prefixlen]

    def at(self, number: int) -> list[str]:
        """The addresses that end in a number, one of each family."""
        four = str(self.subnet.network_address + number)
        return [four, f"{self.six}::{number}"] if self.six else [four]

    def take(self, zone: str) -> list[str]:
        """Addresses that nobody has yet."""
        free = self._free[zone]
        return self.at(free.pop(self._draw.number(0, len(free) - 1)))

    def take_one(self, zone: str) -> str:
        """An address of the first family."""
        return self.take(zone)[0]

    def take_range(self) -> list[str]:
        """Eight addresses in a row that Docker may hand out, of each family."""
        first = self._ranges.pop(0)
        four = str(ip_network(f"{self.subnet.network_address + first}/29"))
        return [four, f"{self.six}::{first:x}:0/112"] if self.six else [four]


def shortest(values: list[str]) -> Any:
    """One value as it is, several as a list: what a person would write."""
    return values[0] if len(values) == 1 else values


class Scene(NamedTuple):
    """What a host is drawn in: the LANs, which host it is, and the version of its Docker."""

    draw: Draw
    grounds: dict[str, Ground]
    number: int
    docker: str

    def first_ground(self, host: Part) -> Ground:
        """The LAN of a host's first link."""
        lan = next(each["lan"] for each in host["interfaces"].values() if "lan" in each)
        return self.grounds[lan]
