"""Names that users choose, constrained by type: whatever passes here is safe in files, shells, INI files and nft."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from typing_extensions import TypeAliasType

from lanwright.intent import values
from lanwright.intent.shapes import Parsed, spelled
from lanwright.intent.values import UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = dict.fromkeys(("lan", "host", "internet"), "it means something of its own in expectations")
"""Words that mean something of their own where an expectation or a trace names an endpoint."""

_DOCKERS = {
    **dict.fromkeys(("bridge", "host", "none", "default"), "Docker has a network of that name already"),
    "container": "no container gets on it, since Docker takes that for the network of another one",
}
"""Networks that Docker predefines, and what else means something of its own as a container's network (moby runconfig)."""

_LONGEST = 63
_LONGEST_INTERFACE = 15


class _Letters(NamedTuple):
    """What a name is made of, for a machine and for a person."""

    pattern: str
    said: str


_ANY_CASE = _Letters(
    r"[A-Za-z0-9][A-Za-z0-9_.-]*", "letters, digits, `_`, `.` and `-`, the first one a letter or a digit"
)
_LOWER_CASE = _Letters(
    r"[a-z0-9][a-z0-9_-]*", "lower-case letters, digits, `_` and `-`, the first a letter or digit"
)


def _named(
    kind: str,
    example: str,
    *,
    letters: _Letters = _ANY_CASE,
    taken: Mapping[str, str] = MappingProxyType({}),
) -> Parsed:
    """A name of one kind of thing; LW104 where Docker, compose or a file name can't carry it."""

    def parse(value: Any) -> str:
        refused = f"{values.found(value)} can't be the name of a {kind}"
        if not isinstance(value, str) or not re.fullmatch(letters.pattern, value):
            raise UnfitError(refused, f"use {letters.said}")
        if len(value) > _LONGEST:
            raise UnfitError(refused, f"use at most {_LONGEST} characters")
        if value in taken:
            raise UnfitError(f"{refused}: {taken[value]}", "choose another name")
        return value

    schema = {
        "type": "string",
        "description": f"The name of a {kind}.",
        "pattern": f"^{letters.pattern}$",
        "maxLength": _LONGEST,
        "examples": [example],
    }
    return Parsed(parse, schema | ({"not": {"enum": sorted(taken)}} if taken else {}), "LW104")


_ALL_INTERFACES = ("all", "default")
"""Folders of /proc/sys/net/ipv4/conf that are for every interface: the kernel makes no link of these names (EINVAL)."""


def _interface(value: Any) -> str:
    """A kernel interface name (dev_valid_name: 1 to 15 bytes, no `/`, `:` or white space), and no quoting needed."""
    if value in _ALL_INTERFACES:
        said = f"{values.found(value)} can't be the name of an interface: in the kernel's settings it means every one"
        raise UnfitError(said, "choose another name")
    if isinstance(value, str) and re.fullmatch(_ANY_CASE.pattern, value) and len(value) <= _LONGEST_INTERFACE:
        return value
    said = f"{values.found(value)} can't be the name of an interface"
    raise UnfitError(said, f"use {_ANY_CASE.said}, at most {_LONGEST_INTERFACE} characters")


_INTERFACE_SCHEMA = {
    "type": "string",
    "description": "The name of an interface, as the kernel takes it.",
    "pattern": f"^{_ANY_CASE.pattern}$",
    "maxLength": _LONGEST_INTERFACE,
    "not": {"enum": sorted(_ALL_INTERFACES)},
    "examples": ["eth0", "br0"],
}

_project = _named("project", "shop", letters=_LOWER_CASE)
_unit = spelled(
    r"[A-Za-z0-9][A-Za-z0-9_.@-]*\.network",
    "expected the file name of a networkd unit",
    "The file name of a networkd unit.",
    "20-lan.network",
)
_site = spelled(
    r"[A-Za-z0-9][A-Za-z0-9_. -]*",
    "expected a name of letters, digits, spaces, `_`, `.` and `-`, at most 63 characters",
    "The name of a site.",
    "home",
    longest=_LONGEST,
)
_sysctl = spelled(
    r"[A-Za-z0-9_][A-Za-z0-9_./-]*",
    "expected the name of a sysctl",
    "The name of a sysctl.",
    "net.ipv4.ip_forward",
)
_dns_alias = spelled(
    r"[A-Za-z0-9_][A-Za-z0-9_.-]*",
    "expected a host name",
    "A further name of a container.",
    "db.internal",
)
_mode = spelled(
    r"host|service:[A-Za-z0-9][A-Za-z0-9_.-]*",
    "expected host or service:S",
    "Whose network a container shares.",
    "service:web",
)
_compose_file = spelled(
    r"[A-Za-z0-9_.][A-Za-z0-9_./ -]*",
    "expected a path relative to the intent",
    "The path of a compose file.",
    "web/compose.yaml",
    longest=4096,
)
_config = spelled(
    r"(/(?!lanwright|[^/]*-lanwright)[A-Za-z0-9_][A-Za-z0-9_.-]*)+\.json",
    "expected an absolute path of a .json file that isn't one of Lanwright's own",
    "An absolute path on the host.",
    "/etc/docker/daemon.json",
    longest=4096,
)

LanName = TypeAliasType("LanName", Annotated[str, _named("LAN", "home", taken=_WORDS)])
RangeName = TypeAliasType("RangeName", Annotated[str, _named("range", "corp-vpn")])
DeviceName = TypeAliasType("DeviceName", Annotated[str, _named("device", "laptop", taken=_WORDS)])
HostName = TypeAliasType("HostName", Annotated[str, _named("host", "dock1", taken=_WORDS)])
NetworkName = TypeAliasType("NetworkName", Annotated[str, _named("network", "real_lan", taken=_DOCKERS)])
ServiceName = TypeAliasType("ServiceName", Annotated[str, _named("service", "web", taken=_WORDS)])
ReserveName = TypeAliasType("ReserveName", Annotated[str, _named("reserved address", "printer")])
ProjectName = TypeAliasType("ProjectName", Annotated[str, _project])
InterfaceName = TypeAliasType("InterfaceName", Annotated[str, Parsed(_interface, _INTERFACE_SCHEMA, "LW103")])
UnitName = TypeAliasType("UnitName", Annotated[str, _unit])
SiteName = TypeAliasType("SiteName", Annotated[str, _site])
SysctlName = TypeAliasType("SysctlName", Annotated[str, _sysctl])
DnsAlias = TypeAliasType("DnsAlias", Annotated[str, _dns_alias])
NetworkMode = TypeAliasType("NetworkMode", Annotated[str, _mode])
ComposeFile = TypeAliasType("ComposeFile", Annotated[str, _compose_file])
ConfigFile = TypeAliasType("ConfigFile", Annotated[str, _config])
