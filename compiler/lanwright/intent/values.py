"""The values of the grammar: addresses, subnets, ranges, ports, listeners, MAC addresses; how each is written.

Each parser takes what YAML gave and returns a typed value or raises UnfitError: what was expected, and an example.
"""

from __future__ import annotations

import difflib
import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv6Address,
    IPv6Interface,
    ip_address,
    ip_interface,
)
from typing import Any

from lanwright.source.scalars import resolve


class UnfitError(ValueError):
    """A value isn't what its key takes: `expected` says what is, `fix` shows what to write."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.fix = fix


Address = IPv4Address | IPv6Address
Cidr = IPv4Interface | IPv6Interface
"""An address with its prefix length; a subnet keeps the host bits that were written, so that a rule can tell."""

_MAC = re.compile(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")
_PORT = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp))?")
_LISTEN = re.compile(r"(?:(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):)?([^:\[\]]+)")
_DOCKER = re.compile(r"(26|27|28|29)(\.(0|[1-9][0-9]?))?")

BOND_MODES = (
    "balance-rr",
    "active-backup",
    "balance-xor",
    "broadcast",
    "802.3ad",
    "balance-tlb",
    "balance-alb",
)
"""What the kernel calls them, each at its number (`Documentation/networking/bonding.rst`)."""


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """A port or a range of ports (`first` to `last`, both included) of one protocol, `tcp` or `udp`."""

    first: int
    last: int
    protocol: str

    def __str__(self) -> str:
        numbers = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{numbers}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class Listen:
    """What a process listens on; `address` None means every address, of both families."""

    address: Address | None
    port: Port

    def __str__(self) -> str:
        if self.address is None:
            return str(self.port)
        shown = f"[{self.address}]" if self.address.version == 6 else str(self.address)
        return f"{shown}:{self.port}"


@dataclass(frozen=True, slots=True)
class AddressRange:
    """The addresses from `first` to `last`, both included, of one family; as written, so maybe reversed (LW227)."""

    first: Address
    last: Address

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


def shown(value: Any) -> str:
    """A value as a message shows it: on one line, and not too long."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    line = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return line if len(line) <= 60 else f"{line[:57]}..."


def found(value: Any) -> str:
    """What stands there, as a sentence tells it; text that would be something else without its quotes has them."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list | tuple):
        return "a list"
    quoted = isinstance(value, str) and not isinstance(resolve(value), str)
    return f'`"{shown(value)}"`' if quoted else f"`{shown(value)}`"


def address(value: Any) -> Address:
    """`192.168.0.20` or `fd00::20`, without a prefix length or a zone."""
    if isinstance(value, str) and "%" not in value:
        with suppress(ValueError):
            return ip_address(value)
    raise UnfitError("expected an address", "write, for example, 192.168.0.20 or fd00::20")


def cidr(value: Any) -> Cidr:
    """`192.168.0.0/22` or `fd00:8::/64`, the prefix length always written as a number."""
    if isinstance(value, str) and "%" not in value and re.fullmatch(r"[^/]+/(0|[1-9][0-9]{0,2})", value):
        with suppress(ValueError):
            return ip_interface(value)
    raise UnfitError("expected an address with its prefix length", "write, for example, 192.168.0.0/22")


def bridge_address(value: Any) -> Cidr:
    """`10.200.0.1/24`: a bridge's own address, with the prefix length of its subnet."""
    with suppress(UnfitError):
        return cidr(value)
    raise UnfitError(
        "expected the bridge's address with its prefix length", "write, for example, 10.200.0.1/24"
    )


def address_range(value: Any) -> AddressRange:
    """`192.168.1.0-192.168.1.255`, both ends of one family."""
    parts = value.split("-") if isinstance(value, str) else []
    if len(parts) == 2:
        with suppress(ValueError):
            first, last = (address(part.strip()) for part in parts)
            if first.version == last.version:
                return AddressRange(first, last)
    raise UnfitError("expected a range of addresses", "write, for example, 192.168.1.0-192.168.1.255")


def port(value: Any) -> Port:
    """`80`, `80/tcp`, `5000-5010/udp`; tcp where no protocol is written; 1 to 65535."""
    found = (
        _PORT.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    )
    if found:
        first = int(found[1])
        last = int(found[2] or first)
        if 1 <= first <= last <= 65535:
            return Port(first, last, found[3] or "tcp")
    raise UnfitError("expected a port", "write, for example, 80/tcp, 53/udp or 5000-5010/tcp")


def listen(value: Any) -> Listen:
    """`22/tcp`, `0.0.0.0:22/tcp` or `[::1]:53/udp`."""
    found = (
        _LISTEN.fullmatch(str(value))
        if isinstance(value, str | int) and not isinstance(value, bool)
        else None
    )
    if found:
        written = found[1] or found[2]
        with suppress(ValueError):
            return Listen(address(written) if written else None, port(found[3]))
    raise UnfitError("expected a listener", "write, for example, 22/tcp, 0.0.0.0:22/tcp or [::1]:53/udp")


def mac(value: Any) -> str:
    """`52:54:00:12:34:56`; lower case with colons is what comes out."""
    if isinstance(value, str) and _MAC.fullmatch(value):
        return value.lower().replace("-", ":")
    raise UnfitError("expected a MAC address", "write, for example, 52:54:00:12:34:56")


def option(value: Any) -> str:
    """What Docker and the kernel take as text; booleans are written as Go parses them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int) and "\n" not in str(value):
        return str(value)
    raise UnfitError(
        "expected one line of text, a whole number, true or false", "write it on one line, in quotes"
    )


def bond_mode(value: Any) -> str:
    """A bond's mode by the kernel's name or number; always as the name, since networkd takes no numbers."""
    if isinstance(value, int) and not isinstance(value, bool) and value in range(len(BOND_MODES)):
        return BOND_MODES[value]
    if isinstance(value, str) and value in BOND_MODES:
        return value
    near = difflib.get_close_matches(str(value), BOND_MODES, n=1)
    fix = f"write {near[0]}" if near else f"write one of {', '.join(BOND_MODES)}"
    raise UnfitError(f"`{shown(value)}` is no mode of a bond that the kernel knows", fix)


def docker_version(value: Any) -> str:
    """`28` or `28.3`, as text: a float can't tell 28.1 from 28.10."""
    if isinstance(value, str | int) and not isinstance(value, bool) and _DOCKER.fullmatch(str(value)):
        return str(value)
    raise UnfitError(
        'expected a Docker version from "26" to "29"', 'write it in quotes, for example "28" or "28.3"'
    )


def ports(value: Any) -> tuple[Port, ...] | str:
    """One port, a list of ports, or `any`."""
    if value == "any":
        return "any"
    try:
        return tuple(port(item) for item in (value if isinstance(value, list) else [value]))
    except UnfitError as error:
        raise UnfitError(f"{error}, several ports, or any", error.fix) from None


def version(value: Any) -> int:
    """The only version of the grammar that there is."""
    if value == 1 and isinstance(value, int) and not isinstance(value, bool):
        return 1
    raise UnfitError("expected 1", "write `version: 1`")
