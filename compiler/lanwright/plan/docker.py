"""The Docker daemon of a host and its networks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.docker_version import DockerVersion
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix


BRIDGE_NAME = "com.docker.network.bridge.name"
INHIBIT_IPV4 = "com.docker.network.bridge.inhibit_ipv4"
"""Options of the bridge driver (moby `drivers/bridge/labels.go`)."""

ENABLE_FAMILY = {4: "com.docker.network.enable_ipv4", 6: "com.docker.network.enable_ipv6"}
"""By family, the option of any driver that turns it on or off (moby `netlabel/labels.go`)."""

DEFAULT_GATEWAY = {4: "DefaultGatewayIPv4", 6: "DefaultGatewayIPv6"}
"""By family, the reserved name under which the bridge driver takes another default route than the gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A default address pool as written; `base` keeps its host bits, `size` is None where none was written."""

    base: AddressWithPrefix
    size: int | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Subnet:
    """One subnet of a network.

    Attributes:
        prefix: the subnet, host bits masked.
        gateway: what Docker calls the gateway, or None where there is none: the containers' default route, unless
            `reserved` names another (see `way_out`).
        ip_range: what Docker hands out by itself; None for the whole subnet.
        reserved: names and addresses that Docker must not hand out, the host's own among them.
        written: whether the subnet stands in the intent (its own or its LAN's); else Docker chooses it.
    """

    prefix: Prefix
    gateway: Address | None
    ip_range: Prefix | None
    reserved: Mapping[str, Address]
    written: bool
    origin: Origin

    @property
    def way_out(self) -> Address | None:
        """The containers' default route."""
        return self.reserved.get(DEFAULT_GATEWAY[self.prefix.version], self.gateway)


class Owner(StrEnum):
    """Who makes and removes a network: its compose project, `lanwright-docker-networks`, or somebody before us."""

    PROJECT = "project"
    LANWRIGHT = "lanwright"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerNetwork:
    """A Docker network.

    Attributes:
        name: its name, the same for Docker, for compose and in the intent.
        driver: bridge, macvlan or ipvlan.
        strategy: how it meets the LAN: nat, host_bridge, veth, macvlan or ipvlan.
        mode: of macvlan and ipvlan; always given.
        bridge: the bridge's name on the host (driver bridge); always given.
        parent: the host's link that it is on (macvlan, ipvlan); None only where the intent gave none.
        subnets: by family, IPv4 first; what Docker chooses is missing where that can't be told.
        predicted: True where Docker chooses a subnet and the plan knows which; False where all are written; None where
            Docker chooses and the plan can't tell.
        ipv4, ipv6: whether it has addresses of the family: a subnet that is written, or one of Docker's choice.
        candidates: the pools that an unpredicted subnet may come from.
        project: the compose project that owns it, where `owner` says so.
        options: driver options as Docker is told them, those of the intent's own keys among them.
        defaults: what the daemon adds of its own (`network_defaults.py`); nothing where the network is there already.
        leaves_as: the source that a rule of ours gives what leaves a network which is there already; for others an
            option of Docker's does it.
        masquerade_is_ours: whether our own rules do what Docker's MASQUERADE would (iptables hosts, `leaves_as`).
        shim: the host's link to it, if it has one.
        refusal: the daemon's words, where it has no subnet left for this network; else empty.
    """

    name: str
    driver: str
    strategy: str
    owner: Owner
    origin: Origin
    project: str | None = None
    mode: str | None = None
    flag: str | None = None
    bridge: str | None = None
    parent: str | None = None
    lan: str | None = None
    subnets: tuple[Subnet, ...] = ()
    predicted: bool | None = False
    candidates: tuple[Prefix, ...] = ()
    internal: bool = False
    ipv4: bool = True
    ipv6: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    leaves_as: tuple[Address, ...] = ()
    masquerade_is_ours: bool = False
    shim: str | None = None
    refusal: str = ""

    @property
    def in_force(self) -> Mapping[str, str]:
        """The driver options that the network has in the end."""
        return {**self.defaults, **self.options}

    @property
    def hears_routers(self) -> bool:
        """Whether its containers have IPv6 and hear the advertisements of a LAN's router, as the LAN's machines do.

        The kernel gives ipvlan links in mode l3 and l3s no multicast (linux `Documentation/networking/ipvlan.rst`).
        """
        return self.ipv6 and (
            self.strategy in {"macvlan", "host_bridge", "veth"}
            or (self.strategy == "ipvlan" and self.mode == "l2")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A host's dockerd.

    Attributes:
        bip: docker0's written addresses with their prefix, one per family.
        docker0: docker0's subnets, written or predicted; empty where there is no default bridge.
        docker0_predicted: as a network's `predicted`; `docker0_refusal` as its `refusal`.
        pools: the written pools; None where Docker's own are in force.
        settings: what of daemon.json isn't a key of the grammar, as it stands, and what a version needs beside it.
        confidential: whether `settings` holds a credential, so that not everyone may read the file.
        managed: whether Lanwright writes daemon.json, at `config` on the host.
    """

    version: DockerVersion
    bip: tuple[AddressWithPrefix, ...]
    fixed_cidr: tuple[AddressWithPrefix, ...]
    default_gateway: tuple[Address, ...]
    pools: tuple[Pool, ...] | None
    bridge: str | None
    docker0: tuple[Subnet, ...]
    docker0_predicted: bool | None
    docker0_refusal: str
    firewall_backend: str | None
    userland_proxy: bool
    settings: Mapping[str, Any]
    managed: bool
    config: str
    origin: Origin
    confidential: bool = False

    @property
    def moves_docker0(self) -> bool:
        """Whether docker0 gets another address than by itself, which Docker remembers when nobody asks for it any more.

        The stored network brings docker0 up again before its address is chosen (moby daemon/daemon_unix.go, selectBIP).
        """
        return self.managed and self.bridge is None and bool(self.bip or self.fixed_cidr or self.pools)
