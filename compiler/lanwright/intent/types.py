"""The grammar's values as pydantic types: each with its parser, and with what an editor shows for it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, StrictBool, StrictInt, StrictStr
from typing_extensions import TypeAliasType

from lanwright.intent import values
from lanwright.intent.shapes import OneOrList, Parsed, PerFamily, parsed, reads, spelled
from lanwright.intent.values import Address, AddressRange, Cidr, Listen, Port

_OCTET = r"(25[0-5]|(2[0-4]|1[0-9]|[1-9])?[0-9])"
_IPV4 = rf"{_OCTET}(\.{_OCTET}){{3}}"
_GROUP = r"[0-9a-fA-F]{1,4}"
_IPV6 = rf"([0-9a-fA-F:]*::[0-9a-fA-F:.]*|({_GROUP}:){{7}}{_GROUP}|({_GROUP}:){{6}}[0-9.]+)"
_ADDRESS = f"({_IPV4}|{_IPV6})"
_CIDR = f"({_IPV4}/(3[0-2]|[12]?[0-9])|{_IPV6}/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))"
_RANGE = rf"{_ADDRESS}\s*-\s*{_ADDRESS}"
_PORT = r"[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp))?"
_LISTEN = rf"(({_IPV4}|\[{_IPV6}\]):)?{_PORT}"
_MAC = r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}"
_PORT_NUMBER = {"type": "integer", "minimum": 1, "maximum": 65535}

Flag = StrictBool
Whole = StrictInt
Prose = StrictStr
Mtu = Annotated[StrictInt, Field(ge=68, le=65535)]
"""The least that IPv4 allows (RFC 791), the most that the kernel gives an Ethernet link."""

_line = spelled(r"[^\n]+", "expected one line of text", "One line of text.", "home", longest=4096)
_word = spelled(
    r"[A-Za-z0-9][A-Za-z0-9_.-]*",
    "expected one word",
    "One word, as the kernel spells it.",
    "bridge",
    longest=63,
)
_option = reads(
    values.option,
    r"[^\n]*",
    "A line of text, a whole number or a switch.",
    number={"type": ["integer", "boolean"]},
)
_bond_mode = Parsed(
    values.bond_mode,
    {
        "description": "A bond's mode, by the kernel's name or number.",
        "enum": [*values.BOND_MODES, *range(len(values.BOND_MODES))],
        "examples": ["active-backup", "802.3ad"],
    },
)
_address = reads(values.address, _ADDRESS, "An IPv4 or IPv6 address.", "192.168.0.20", "fd00::20")
_cidr = reads(values.cidr, _CIDR, "An address with its prefix length.", "192.168.0.0/22", "fd00:8::/64")
_bip = reads(
    values.bridge_address,
    _CIDR,
    "A bridge's own address with its prefix length.",
    "10.200.0.1/24",
    code="LW206",
)
_range = reads(values.address_range, _RANGE, "From one address to another.", "192.168.1.0-192.168.1.255")
_port = reads(
    values.port,
    _PORT,
    "A port or a range of ports; tcp where not said.",
    "80/tcp",
    "53/udp",
    number=_PORT_NUMBER,
)
_listen = reads(
    values.listen,
    _LISTEN,
    "A port, at every address or at one.",
    "22/tcp",
    "[::1]:53/udp",
    number=_PORT_NUMBER,
)
_mac = reads(values.mac, _MAC, "A MAC address.", "52:54:00:12:34:56")

Text = TypeAliasType("Text", Annotated[str, _line])
Word = TypeAliasType("Word", Annotated[str, _word])
Option = TypeAliasType("Option", Annotated[str, _option])
BondMode = TypeAliasType("BondMode", Annotated[str, _bond_mode])
OneAddress = TypeAliasType("OneAddress", Annotated[Address, _address])
OneCidr = TypeAliasType("OneCidr", Annotated[Cidr, _cidr])
BridgeCidr = TypeAliasType("BridgeCidr", Annotated[Cidr, _bip])
OneRange = TypeAliasType("OneRange", Annotated[AddressRange, _range])
OnePort = TypeAliasType("OnePort", Annotated[Port, _port])
OneListen = TypeAliasType("OneListen", Annotated[Listen, _listen])
OneMac = TypeAliasType("OneMac", Annotated[str, _mac])


Addresses = TypeAliasType(
    "Addresses",
    Annotated[PerFamily[OneAddress], Field(description="One address, or one of each family.")],
)
Cidrs = TypeAliasType(
    "Cidrs",
    Annotated[PerFamily[OneCidr], Field(description="One with its prefix length, or one of each family.")],
)
BridgeCidrs = TypeAliasType(
    "BridgeCidrs",
    Annotated[PerFamily[BridgeCidr], Field(description="A bridge's address, or one of each family.")],
)
Nameservers = TypeAliasType(
    "Nameservers", Annotated[OneOrList[OneAddress], Field(description="One address, or several.")]
)
Subnets = TypeAliasType(
    "Subnets", Annotated[OneOrList[OneCidr], Field(description="One subnet, or several.")]
)
Ranges = TypeAliasType("Ranges", Annotated[OneOrList[OneRange], Field(description="One range, or several.")])
Texts = TypeAliasType("Texts", Annotated[OneOrList[Text], Field(description="One text, or several.")])
_Asked = OneOrList[OnePort] | Literal["any"]
AskedPorts = TypeAliasType(
    "AskedPorts",
    Annotated[
        tuple[Port, ...] | Literal["any"],
        PlainValidator(parsed(values.ports), json_schema_input_type=_Asked),
        Field(description="One port, several, or any."),
    ],
)
"""No port at all asks for an ICMP echo."""
