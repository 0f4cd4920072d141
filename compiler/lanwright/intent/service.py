"""A service of a host: the container's networks, what it listens on and what is published."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from lanwright.intent.model import Model
from lanwright.intent.names import (
    DnsAlias,
    InterfaceName,
    NetworkMode,
    NetworkName,
    ProjectName,
    ServiceName,
    SysctlName,
)
from lanwright.intent.shapes import ListOf, MapOf, Maybe
from lanwright.intent.types import (
    Addresses,
    Cidrs,
    Flag,
    OneAddress,
    OneListen,
    OneMac,
    OnePort,
    Option,
    Whole,
)


class Attachment(Model):
    """A service on one network."""

    shorthand: ClassVar[str | None] = "address"

    address: Addresses = Field(
        default=(), description="The container's static address, or one of each family."
    )
    mac: Maybe[OneMac] = Field(default=None, description="The container's MAC address on this network.")
    aliases: ListOf[DnsAlias] = Field(
        default=(), description="Further names of the container on this network."
    )
    gw_priority: Maybe[Whole] = Field(
        default=None,
        description="Which network gives the default route: the highest, then the first by name.",
    )
    interface_name: Maybe[InterfaceName] = Field(
        default=None, description="The interface's name inside the container (28.1 and later)."
    )


class Publish(Model):
    """A port of the container that is served at an address of the host."""

    shorthand: ClassVar[str | None] = "port"

    address: Maybe[OneAddress] = Field(
        default=None, description="The host's address that serves it; every address when absent."
    )
    port: OnePort = Field(description="The port that is served.", examples=[80])
    to: Maybe[OnePort] = Field(default=None, description="The container's port; the same one when absent.")
    via: Maybe[Literal["docker", "alias", "dnat"]] = Field(
        default=None,
        description="docker (when the address is absent or the host's own), alias (otherwise) or dnat (our own rule).",
    )


class Clients(Model):
    """Clients behind a VPN container."""

    shorthand: ClassVar[str | None] = "range"

    range: Cidrs = Field(
        description="The addresses that the VPN gives its clients.", examples=["10.1.1.0/24"]
    )
    return_: Literal["route", "nat"] = Field(
        default="route",
        alias="return",
        description="How replies find back: by a route, or by NAT in the container.",
    )


class Service(Model):
    """One service of a compose project, or one container."""

    project: Maybe[ProjectName] = Field(
        default=None, description="Its compose project; the host's name when absent."
    )
    service: Maybe[ServiceName] = Field(
        default=None, description="Its name in the compose file, if it differs."
    )
    networks: MapOf[NetworkName, Attachment] = Field(
        default_factory=dict, description="The networks it is on."
    )
    network_mode: Maybe[NetworkMode] = Field(
        default=None, description="host, or service:S to share the network of another service."
    )
    listens: ListOf[OneListen] = Field(default=(), description="What it listens on.")
    publish: ListOf[Publish] = Field(default=(), description="Ports that the host serves for it.")
    clients: Maybe[Clients] = Field(default=None, description="VPN clients behind it.")
    leaves_as: Addresses = Field(
        default=(), description="The source address of what it sends out of the host (SNAT)."
    )
    replicas: Whole = Field(default=1, ge=1, description="How many containers it has.")
    compose: Flag = Field(
        default=True, description="Whether compose runs it; false: connected by `docker network connect`."
    )
    sysctls: MapOf[SysctlName, Option] = Field(default_factory=dict, description="Sysctls of the container.")
