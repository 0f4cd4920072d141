"""Services, their endpoints and what is published of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.port import Listen, Port
    from lanwright.plan.values import Address
    from lanwright.plan.vpn import Clients

ENDPOINT_SYSCTLS = "com.docker.network.endpoint.sysctls"
"""The endpoint option that sets kernel parameters of the container's interface there; its name is written IFNAME."""


class Via(StrEnum):
    """How a published port is served: by Docker, by Docker at an alias that we add, or by our own DNAT rule."""

    DOCKER = "docker"
    ALIAS = "alias"
    DNAT = "dnat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A service on one network; `pinned` where the plan, not the intent, chose its address.

    `options` are driver options of the endpoint, as Docker takes them.
    """

    network: str
    addresses: tuple[Address, ...]
    origin: Origin
    pinned: bool = False
    mac: str | None = None
    aliases: tuple[str, ...] = ()
    gw_priority: int | None = None
    interface_name: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A port of the host that leads to the container's port `to`; `address` None means every address."""

    address: Address | None
    port: Port
    to: Port
    via: Via
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of a host: one or more like containers.

    Attributes:
        name: its name in the intent; `host/name` is its full name.
        project: its compose project, also where compose doesn't run it.
        compose_name: what the compose file (or, without compose, Docker) calls it.
        compose: whether compose runs it; else `docker network connect` is used.
        leaves_as: the source address of what it sends out of the host, one per family at most.
        network_mode: `host` or `service:NAME`, or None for networks of its own.
        ways_out: by family, the network that gives its containers their default route (see `default_route`).
        clients: who reaches the LAN through it, where it is a VPN's container.
    """

    name: str
    project: str
    compose_name: str
    compose: bool
    endpoints: tuple[Endpoint, ...]
    listens: tuple[Listen, ...]
    published: tuple[Published, ...]
    network_mode: str | None
    leaves_as: tuple[Address, ...]
    replicas: int
    sysctls: Mapping[str, str]
    origin: Origin
    ways_out: Mapping[int, str] = field(default_factory=dict)
    clients: Clients | None = None
