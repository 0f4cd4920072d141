"""A host as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.compose_file import ComposeFile
    from lanwright.plan.docker import Daemon, DockerNetwork
    from lanwright.plan.firewall import Rule
    from lanwright.plan.kernel import Module, Sysctl
    from lanwright.plan.link import Link, LinkAddress, Route
    from lanwright.plan.port import Listen
    from lanwright.plan.service import Endpoint, Service
    from lanwright.plan.task import Task
    from lanwright.plan.values import Address, AddressWithPrefix


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPlan:
    """What one host will have.

    Attributes:
        network: what configures its interfaces: ifupdown, networkd or none.
        firewall: what carries our rules: nftables or iptables.
        sysctls: sysctls as found on the host, where they aren't the kernel's defaults.
        nameservers: what its resolv.conf names, as far as it is written; Docker keeps its subnets clear of them.
        links: every link that the host has or gets, Docker's own bridges not among them, in order of making.
        addresses: addresses on those links; `purpose` tells the host's own from shims' and aliases'.
        routes: routes that the host has (`maker` host) or gets.
        rules: packet rules that it gets of us.
        kernel: kernel parameters that it gets of us; `modules` likewise.
        switches_forwarding_on: whether forwarding is on because of us.
        networks: its Docker networks in intent order, which is the order of creation for those that we make.
        members: by network, the services on it in intent order, each with its endpoint there.
        projects: its compose projects and, where the intent names it, their compose file.
        file: the intent's file that describes it, relative to the intent's root.
        compose_files: by project, its own compose file as found, where the intent names it and it was looked for.
    """

    name: str
    network: str
    firewall: str
    foreign: tuple[str, ...]
    virtual: bool
    sysctls: Mapping[str, str]
    listens: tuple[Listen, ...]
    nameservers: tuple[Address, ...]
    links: Mapping[str, Link]
    addresses: tuple[LinkAddress, ...]
    routes: tuple[Route, ...]
    rules: tuple[Rule, ...]
    kernel: tuple[Sysctl, ...]
    modules: tuple[Module, ...]
    switches_forwarding_on: bool
    daemon: Daemon
    networks: Mapping[str, DockerNetwork]
    services: Mapping[str, Service]
    members: Mapping[str, tuple[tuple[Service, Endpoint], ...]]
    projects: Mapping[str, str | None]
    tasks: tuple[Task, ...]
    file: str
    origin: Origin
    compose_files: Mapping[str, ComposeFile] = field(default_factory=dict)

    def addresses_on(self, lan: str) -> tuple[AddressWithPrefix, ...]:
        """The host's own addresses on a LAN, aliases and shims not among them."""
        return tuple(
            item.address
            for item in self.addresses
            if item.purpose == "host" and self.links[item.link].lan == lan
        )

    def own_on(self, lan: str, version: int) -> Address | None:
        """The first of them of one family."""
        return next((item.ip for item in self.addresses_on(lan) if item.version == version), None)
