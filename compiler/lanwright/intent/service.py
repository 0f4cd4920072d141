"""A service of a host: the container's networks, what it listens on and what is published."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from lanwright.intent.model import Model
from lanwright.intent.names import InterfaceName, NetworkName, ProjectName, ServiceName
from lanwright.intent.network import Option
from lanwright.intent.types import Addresses, Cidrs, Flag, OneAddress, OneListen, OneMac, OnePort, Text, Whole


class Attachment(Model):
    """A service on one network."""

    shorthand: ClassVar[str | None] = "address"

    address: Addresses = Field(
        default=(), description="The container's static address, or one of each family."
    )
    mac: OneMac | None = Field(default=None, description="The container's MAC address on this network.")
    aliases: tuple[Annotated[Text, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")], ...] = Field(
        default=(), description="Further names of the container on this network."
    )
    gw_priority: Whole | None = Field(
        default=None,
        description="Which network gives the default route: the highest, then the first by name.",
    )
    interface_name: InterfaceName | None = Field(
        default=None, description="The interface's name inside the container (28.1 and later)."
    )


class Publish(Model):
    """A port of the container that is served at an address of the host."""

    shorthand: ClassVar[str | None] = "port"

    address: OneAddress | None = Field(
        default=None, description="The host's address that serves it; every address when absent."
    )
    port: OnePort = Field(description="The port that is served.")
    to: OnePort | None = Field(default=None, description="The container's port; the same one when absent.")
    via: Literal["docker", "alias", "dnat"] | None = Field(
        default=None,
        description="docker (when the address is absent or the host's own), alias (otherwise) or dnat (our own rule).",
    )


class Clients(Model):
    """Clients behind a VPN container."""

    shorthand: ClassVar[str | None] = "range"

    range: Cidrs = Field(description="The addresses that the VPN gives its clients.")
    return_: Literal["route", "nat"] = Field(
        default="route",
        alias="return",
        description="How replies find back: by a route, or by NAT in the container.",
    )


class Service(Model):
    """One service of a compose project, or one container."""

    project: ProjectName | None = Field(
        default=None, description="Its compose project; the host's name when absent."
    )
    service: ServiceName | None = Field(
        default=None, description="Its name in the compose file, if it differs."
    )
    networks: dict[NetworkName, Attachment] = Field(
        default_factory=dict, description="The networks it is on."
    )
    network_mode: Annotated[Text, Field(pattern=r"^(host|service:[A-Za-z0-9][A-Za-z0-9_.-]*)$")] | None = (
        Field(default=None, description="host, or service:S to share the network of another service.")
    )
    listens: tuple[OneListen, ...] = Field(default=(), description="What it listens on.")
    publish: tuple[Publish, ...] = Field(default=(), description="Ports that the host serves for it.")
    clients: Clients | None = Field(default=None, description="VPN clients behind it.")
    leaves_as: Addresses = Field(
        default=(), description="The source address of what it sends out of the host (SNAT)."
    )
    replicas: Whole = Field(default=1, ge=1, description="How many containers it has.")
    compose: Flag = Field(
        default=True, description="Whether compose runs it; false: connected by `docker network connect`."
    )
    sysctls: dict[Annotated[Text, Field(pattern=r"^[a-z0-9_./-]+$")], Option] = Field(
        default_factory=dict, description="Sysctls of the container."
    )
