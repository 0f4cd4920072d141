"""A host's Docker daemon: which version, and what its daemon.json says."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from lanwright.intent.model import Model
from lanwright.intent.names import InterfaceName
from lanwright.intent.types import Addresses, BridgeCidrs, Cidrs, Flag, OneCidr, Text, Whole

_SUPPORTED = range(26, 30)


def _version(value: Any) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    major, dot, minor = text.partition(".")
    if major.isdecimal() and int(major) in _SUPPORTED and ((minor.isdecimal() and len(minor) < 3) or not dot):
        return text
    said = 'expected a Docker version from "26" to "29", in quotes, for example "28" or "28.3"'
    raise PydanticCustomError("LW003", "{said}", {"said": said})


Version = Annotated[
    str,
    PlainValidator(_version),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(26|27|28|29)(\.[0-9]{1,2})?$", "examples": ["28", "28.3"]}
    ),
]


class Pool(Model):
    """A default address pool: Docker cuts `base` into subnets of `size` bits."""

    base: OneCidr = Field(description="The whole range, for example 10.201.0.0/16.")
    size: Whole | None = Field(default=None, description="The prefix length of each subnet, for example 24.")


class Docker(Model):
    """The daemon's network settings; what isn't written keeps Docker's own default."""

    version: Version = Field(
        default="28", description="Docker's version, 26 to 29; a bare major is its newest release."
    )
    bip: BridgeCidrs = Field(
        default=(), description="docker0's address with its prefix length, or one of each family."
    )
    fixed_cidr: Cidrs = Field(
        default=(), description="The part of docker0's subnet that containers get addresses from."
    )
    default_gateway: Addresses = Field(
        default=(), description="The default route of docker0's containers, where it isn't docker0 itself."
    )
    default_address_pools: tuple[Pool, ...] | None = Field(
        default=None,
        description="The pools that networks without a subnet are cut from, instead of Docker's own.",
    )
    bridge: InterfaceName | Literal["none"] | None = Field(
        default=None,
        description="An existing bridge to use as the default bridge, or none for no default network.",
    )
    firewall_backend: Literal["iptables", "nftables"] | None = Field(
        default=None, description="The daemon's own firewall backend (29 and later); iptables by default."
    )
    userland_proxy: Flag = Field(
        default=True, description="Whether docker-proxy serves published ports beside the kernel's NAT."
    )
    settings: dict[Text, Any] = Field(
        default_factory=dict, description="The rest of daemon.json, passed through as it stands."
    )
    manage: Flag = Field(
        default=True, description="Whether Lanwright writes daemon.json; false only describes the daemon."
    )
    config: Text = Field(
        default="/etc/docker/daemon.json",
        pattern=r"^(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$",
        description="Where daemon.json stands on the host.",
    )
