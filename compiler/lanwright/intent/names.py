"""Names that users choose, constrained by type: whatever passes here is safe in files, shells, INI files and nft."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_PROJECT = re.compile(r"[a-z0-9][a-z0-9_-]*")
_INTERFACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]*\.network")
_IN_EXPECTATIONS = dict.fromkeys(("lan", "host", "internet"), "it means something of its own in expectations")
_IN_DOCKER = dict.fromkeys(("bridge", "host", "none", "default"), "Docker has a network of that name already")

_LONGEST = 63
_LONGEST_INTERFACE = 15


def _refuse(code: str, said: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{said}", {"said": said})


class Naming(NamedTuple):
    """What names of one kind may be: their form in words and as a pattern, and the words that are taken, with why."""

    kind: str
    pattern: re.Pattern[str]
    allowed: str
    shortest: int
    reserved: Mapping[str, str]

    def check(self, value: Any) -> str:
        """The name itself; LW104 for anything else."""
        if not isinstance(value, str) or not self.pattern.fullmatch(value) or not self.fits(value):
            said = f"`{value}` can't be the name of a {self.kind}: {self.allowed}"
            raise _refuse("LW104", f"{said}, {self.shortest} to {_LONGEST} characters")
        if value in self.reserved:
            raise _refuse("LW104", f"`{value}` can't be the name of a {self.kind}: {self.reserved[value]}")
        return value

    def fits(self, value: str) -> bool:
        """Whether the length is right."""
        return self.shortest <= len(value) <= _LONGEST


_LETTERS = "letters, digits, `_`, `.` and `-`, the first one a letter or a digit"
_PROJECT_LETTERS = "lower-case letters, digits, `_` and `-`, the first a letter or digit"


def _plain(kind: str, shortest: int, reserved: Mapping[str, str] = MappingProxyType({})) -> PlainValidator:
    return PlainValidator(Naming(kind, _PLAIN, _LETTERS, shortest, reserved).check)


def _interface(value: Any) -> str:
    """A kernel interface name (dev_valid_name: 1 to 15 bytes, no `/`, `:` or white space), and no quoting needed."""
    if not isinstance(value, str) or not _INTERFACE.fullmatch(value) or len(value) > _LONGEST_INTERFACE:
        said = f"`{value}` can't be the name of an interface: {_LETTERS}, at most {_LONGEST_INTERFACE} characters"
        raise _refuse("LW103", said)
    return value


def _unit(value: Any) -> str:
    if not isinstance(value, str) or not _UNIT.fullmatch(value):
        raise _refuse("LW003", "expected the file name of a networkd unit, for example 20-lan.network")
    return value


def _schema(pattern: str, longest: int, *examples: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": f"^{pattern}$", "maxLength": longest, "examples": list(examples)},
    )


LanName = Annotated[str, _plain("LAN", 1, _IN_EXPECTATIONS), _schema(_PLAIN.pattern, _LONGEST, "home")]
RangeName = Annotated[str, _plain("range", 1), _schema(_PLAIN.pattern, _LONGEST, "corp-vpn")]
DeviceName = Annotated[
    str, _plain("device", 1, _IN_EXPECTATIONS), _schema(_PLAIN.pattern, _LONGEST, "laptop")
]
HostName = Annotated[str, _plain("host", 1, _IN_EXPECTATIONS), _schema(_PLAIN.pattern, _LONGEST, "dock1")]
NetworkName = Annotated[str, _plain("network", 2, _IN_DOCKER), _schema(_PLAIN.pattern, _LONGEST, "real_lan")]
ServiceName = Annotated[str, _plain("service", 2, _IN_EXPECTATIONS), _schema(_PLAIN.pattern, _LONGEST, "web")]
ReserveName = Annotated[str, _plain("reserved address", 1), _schema(_PLAIN.pattern, _LONGEST, "printer")]
ProjectName = Annotated[
    str,
    PlainValidator(Naming("project", _PROJECT, _PROJECT_LETTERS, 1, {}).check),
    _schema(_PROJECT.pattern, _LONGEST, "shop"),
]
InterfaceName = Annotated[
    str, PlainValidator(_interface), _schema(_INTERFACE.pattern, _LONGEST_INTERFACE, "eth0", "br0")
]
UnitName = Annotated[str, PlainValidator(_unit), _schema(_UNIT.pattern, 255, "20-lan.network")]
