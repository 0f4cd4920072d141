"""A host: its interfaces, its daemon, its networks and services."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lanwright.intent.docker import Docker
from lanwright.intent.interface import Interface
from lanwright.intent.model import Model
from lanwright.intent.names import (
    ComposeFile,
    InterfaceName,
    NetworkName,
    ProjectName,
    ServiceName,
    SysctlName,
)
from lanwright.intent.network import Network
from lanwright.intent.service import Service
from lanwright.intent.shapes import ListOf, MapOf, Maybe
from lanwright.intent.types import Flag, Nameservers, OneListen, Option

Foreign = Literal["ufw", "firewalld", "nftables.conf"]


class Project(Model):
    """A compose project of a host."""

    compose_file: Maybe[ComposeFile] = Field(
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
    foreign: ListOf[Foreign] = Field(default=(), description="Other owners of firewall rules on the host.")
    virtual: Flag = Field(
        default=False, description="Whether it is a guest whose hypervisor must allow foreign MAC addresses."
    )
    sysctls: MapOf[SysctlName, Option] = Field(
        default_factory=dict,
        description="Sysctls as found on the host, where they aren't the kernel's defaults.",
    )
    listens: ListOf[OneListen] = Field(default=(), description="What the host's own services listen on.")
    nameservers: Nameservers = Field(
        default=(),
        description="What /etc/resolv.conf of the host names; Docker chooses no subnet that holds one of them.",
    )
    interfaces: MapOf[InterfaceName, Interface] = Field(
        default_factory=dict, description="The host's interfaces."
    )
    docker: Docker = Field(default_factory=Docker, description="The host's Docker daemon.")
    projects: MapOf[ProjectName, Project] = Field(
        default_factory=dict, description="The host's compose projects."
    )
    networks: MapOf[NetworkName, Network] = Field(
        default_factory=dict, description="The host's Docker networks."
    )
    services: MapOf[ServiceName, Service] = Field(default_factory=dict, description="The host's services.")
