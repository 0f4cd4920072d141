"""A host's Docker daemon: which version, and what its daemon.json says."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from lanwright.intent import values
from lanwright.intent.model import Model
from lanwright.intent.names import ConfigFile, InterfaceName
from lanwright.intent.shapes import MapOf, Maybe, reads
from lanwright.intent.types import Addresses, BridgeCidrs, Cidrs, Flag, OneCidr, Text, Whole

_version = reads(
    values.docker_version,
    r"(26|27|28|29)(\.(0|[1-9][0-9]?))?",
    "A version of Docker Engine, 26 to 29.",
    "28",
    "28.3",
    number={"enum": [26, 27, 28, 29]},
)
DockerVersion = TypeAliasType("DockerVersion", Annotated[str, _version])


class Pool(Model):
    """A default address pool: Docker cuts `base` into subnets of `size` bits."""

    base: OneCidr = Field(description="The whole range.", examples=["10.201.0.0/16"])
    size: Maybe[Whole] = Field(default=None, description="The prefix length of each subnet.", examples=[24])


class Docker(Model):
    """The daemon's network settings; what isn't written keeps Docker's own default."""

    version: DockerVersion = Field(
        default="28", description="Which Docker the host runs; a bare major is its newest release."
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
    default_address_pools: Maybe[tuple[Pool, ...]] = Field(
        default=None,
        description="The pools that networks without a subnet are cut from, instead of Docker's own.",
    )
    bridge: Maybe[InterfaceName] = Field(
        default=None,
        description="An existing bridge to use as the default bridge, or none for no default network.",
    )
    firewall_backend: Maybe[Literal["iptables", "nftables"]] = Field(
        default=None, description="The daemon's own firewall backend (29 and later); iptables by default."
    )
    userland_proxy: Flag = Field(
        default=True, description="Whether docker-proxy serves published ports beside the kernel's NAT."
    )
    settings: MapOf[Text, Any] = Field(
        default_factory=dict, description="The rest of daemon.json, passed through as it stands."
    )
    manage: Flag = Field(
        default=True, description="Whether Lanwright writes daemon.json; false only describes the daemon."
    )
    config: ConfigFile = Field(
        default="/etc/docker/daemon.json", description="Where daemon.json stands on the host."
    )
