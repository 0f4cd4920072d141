"""The grammar's values as pydantic types: each with its parser, and with what an editor shows for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainValidator,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from lanwright.intent import values
from lanwright.intent.values import Address, AddressRange, Cidr, Listen, Port

Flag = StrictBool
Whole = StrictInt
Text = StrictStr


def _parsed(parse: Callable[[Any], Any], code: str = "LW003") -> PlainValidator:
    """A validator that turns a parser's ValueError into a finding of `code`, in the parser's own words."""

    def validate(value: Any) -> Any:
        try:
            return parse(value)
        except ValueError as error:
            raise PydanticCustomError(code, "{said}", {"said": str(error)}) from None

    return PlainValidator(validate)


def _text(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)})


def _several(value: Any) -> Any:
    """One value or a list of values; null stays null."""
    return value if isinstance(value, list) or value is None else [value]


def _one_per_family(given: tuple[Any, ...]) -> tuple[Any, ...]:
    versions = [item.version for item in given]
    if len(versions) != len(set(versions)):
        said = "at most one of IPv4 and one of IPv6 may stand here"
        raise PydanticCustomError("LW003", "{said}", {"said": said})
    return given


_ADDRESS = r"[0-9a-fA-F:.]+"
_PREFIX = r"/[0-9]{1,3}"

OneAddress = Annotated[Address, _parsed(values.address), _text(_ADDRESS, "192.168.0.20", "fd00::20")]
OneCidr = Annotated[Cidr, _parsed(values.cidr), _text(_ADDRESS + _PREFIX, "192.168.0.0/22", "fd00:8::/64")]
BridgeCidr = Annotated[
    Cidr, _parsed(values.cidr, "LW206"), _text(_ADDRESS + _PREFIX, "10.200.0.1/24", "fd00:200::1/64")
]
OneRange = Annotated[
    AddressRange,
    _parsed(values.address_range),
    _text(f"{_ADDRESS} *- *{_ADDRESS}", "192.168.1.0-192.168.1.255"),
]
_PORT_SCHEMA = WithJsonSchema(
    {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 65535},
            {"type": "string", "pattern": "^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp))?$", "examples": ["80/tcp"]},
        ],
    },
)
OnePort = Annotated[Port, _parsed(values.port), _PORT_SCHEMA]
OneListen = Annotated[
    Listen,
    _parsed(values.listen),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 65535},
                {"type": "string", "examples": ["22/tcp", "0.0.0.0:22/tcp", "[::1]:53/udp"]},
            ],
        },
    ),
]
OneMac = Annotated[
    str, _parsed(values.mac), _text(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}", "52:54:00:12:34:56")
]


class ListOr:
    """Where the schema says that one value may stand for a list of one."""

    @staticmethod
    def __get_pydantic_json_schema__(schema: Any, handler: Any) -> Any:
        listed = handler(schema)
        one = listed.get("items", {})
        return {"anyOf": [one, listed]}


Addresses = Annotated[
    tuple[OneAddress, ...], AfterValidator(_one_per_family), BeforeValidator(_several), ListOr
]
"""One address, or one of each family."""
Cidrs = Annotated[tuple[OneCidr, ...], AfterValidator(_one_per_family), BeforeValidator(_several), ListOr]
"""One address with its prefix length, or one of each family."""
BridgeCidrs = Annotated[
    tuple[BridgeCidr, ...], AfterValidator(_one_per_family), BeforeValidator(_several), ListOr
]
Subnets = Annotated[tuple[OneCidr, ...], BeforeValidator(_several), ListOr]
"""Any number of subnets; how many a driver takes is checked where the driver is known."""
Ranges = Annotated[tuple[OneRange, ...], BeforeValidator(_several), ListOr]
Ports = Annotated[tuple[OnePort, ...], BeforeValidator(_several), ListOr]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_several), ListOr]
