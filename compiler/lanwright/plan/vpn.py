"""VPN containers: whose clients they serve, and how replies find back to those."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.link import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.link import Route
    from lanwright.plan.service import Endpoint, Service
    from lanwright.plan.values import Address, Prefix

PASSED_ON = frozenset({"macvlan", "host_bridge", "veth"})
"""The strategies whose containers get every frame for their MAC address, whatever address the packet in it is for.

ipvlan looks for the packet's address instead, and hands what is for a client behind the container to the host itself
(linux `drivers/net/ipvlan/ipvlan_core.c`, ipvlan_addr_lookup; measured). Behind Docker's NAT the host would have to
route, and Docker drops what comes in for addresses that it doesn't publish.
"""


class Return(StrEnum):
    """How replies to VPN clients find back: by routes to the clients, or by NAT in the container."""

    ROUTE = "route"
    NAT = "nat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The clients of a VPN container.

    Attributes:
        ranges: their addresses, one range per family at most.
        returned: how replies find back.
        leaves_by: with NAT, how the container knows its interface on each of its Docker networks, by family: by its
            address there, or, where it has no static one, by the network's subnets: it has an address of one of them.
        script: with NAT, the folder that holds its script.
    """

    ranges: tuple[Prefix, ...]
    returned: Return
    origin: Origin
    leaves_by: tuple[tuple[Prefix, ...], ...] = ()
    script: Mount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A folder of the host that a container sees, read-only."""

    source: str
    target: str


class Entrance(NamedTuple):
    """Where packets for a container's clients enter it: the endpoint, and the container's address there."""

    endpoint: Endpoint
    address: Address


def by_own_links(host: HostPlan) -> Iterator[Route]:
    """A host's routes to clients by links of its own; those by a shim come and go with the shim."""
    for route in host.routes:
        if route.purpose is Purpose.CLIENTS and host.links[route.link].purpose is Purpose.HOST:
            yield route


def carrier(service: Service, services: Mapping[str, Service]) -> Service | None:
    """The service whose network it is: itself, or the one that it shares with; None where that is the host's."""
    kind, _, name = (service.network_mode or "").partition(":")
    if kind == "host":
        return None
    return services.get(name, service) if kind == "service" else service


def entrance(service: Service, networks: Mapping[str, DockerNetwork], version: int) -> Entrance | None:
    """The first endpoint, in the intent's order, at whose address packets for others get in."""
    for endpoint in service.endpoints if service.replicas == 1 else ():
        if networks[endpoint.network].strategy in PASSED_ON:
            for address in endpoint.addresses:
                if address.version == version:
                    return Entrance(endpoint, address)
    return None
