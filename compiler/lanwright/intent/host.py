"""A host: its interfaces, its daemon, its networks and services."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lanwright.intent.docker import Docker
from lanwright.intent.interface import Interface
from lanwright.intent.model import Model
from lanwright.intent.names import InterfaceName, NetworkName, ProjectName, ServiceName
from lanwright.intent.network import Network, Option
from lanwright.intent.service import Service
from lanwright.intent.types import Flag, OneListen, Text

Foreign = Literal["ufw", "firewalld", "nftables.conf"]


class Project(Model):
    """A compose project of a host."""

    compose_file: Annotated[Text, Field(pattern=r"^[A-Za-z0-9_.][A-Za-z0-9_./ -]*$")] | None = Field(
        default=None,
        description="The project's own compose file, relative to the intent, to check the services against.",
    )


class Host(Model):
    """One machine that runs Docker."""

    network: Literal["ifupdown", "networkd", "none"] = Field(
        default="ifupdown",
        description="What configures the host's interfaces; none: something Lanwright leaves alone.",
    )
    firewall: Literal["nftables", "iptables"] = Field(
        default="nftables", description="The tool that carries Lanwright's own rules."
    )
    foreign: tuple[Foreign, ...] = Field(
        default=(), description="Other owners of firewall rules on the host."
    )
    virtual: Flag = Field(
        default=False, description="Whether it is a guest whose hypervisor must allow foreign MAC addresses."
    )
    sysctls: dict[Annotated[Text, Field(pattern=r"^[A-Za-z0-9_./-]+$")], Option] = Field(
        default_factory=dict,
        description="Sysctls as found on the host, where they aren't the kernel's defaults.",
    )
    listens: tuple[OneListen, ...] = Field(default=(), description="What the host's own services listen on.")
    interfaces: dict[InterfaceName, Interface] = Field(
        default_factory=dict, description="The host's interfaces."
    )
    docker: Docker = Field(default_factory=Docker, description="The host's Docker daemon.")
    projects: dict[ProjectName, Project] = Field(
        default_factory=dict, description="The host's compose projects."
    )
    networks: dict[NetworkName, Network] = Field(
        default_factory=dict, description="The host's Docker networks."
    )
    services: dict[ServiceName, Service] = Field(default_factory=dict, description="The host's services.")
