"""Which of a container's networks gives its default route, as Docker chooses it.

Docker puts the endpoints in an order and takes the first that leads out (moby `daemon/libnetwork/sandbox.go`,
Endpoint.Less, and `default_gateway.go`, getGatewayEndpoint). What leads out and how the two families go together has
changed with its versions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan.docker_version import DockerVersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.service import Endpoint
    from lanwright.plan.values import Address

PRIORITIES_SINCE = DockerVersion(28, 0)
"""The first that knows gateway priorities, and counts the on-link default routes of ipvlan's routed modes."""

_FAMILY_BY_FAMILY = DockerVersion(29, 4)
"""The first that chooses for each family by itself (29.4.1, moby/moby#51999)."""


def ways_out(
    docker: DockerVersion, networks: Mapping[str, DockerNetwork], endpoints: Sequence[Endpoint]
) -> dict[int, str]:
    """By family, the network that a container's default route belongs to; a family is missing where none leads out.

    A network that is chosen needn't have a gateway: see `leads_out`.
    """
    leading = [
        (endpoint.network, _families(docker, networks[endpoint.network]))
        for endpoint in sorted(endpoints, key=lambda item: _rank(docker, networks, item))
    ]
    if docker < PRIORITIES_SINCE:
        return _one_for_both(leading) or _on_link(networks, endpoints)
    if docker < _FAMILY_BY_FAMILY:
        whole = next((name for name, families in leading if len(families) == 2), None)
        if whole is not None:
            return {4: whole, 6: whole}
    found: dict[int, str] = {}
    for name, families in leading:
        for family in families:
            found.setdefault(family, name)
    return dict(sorted(found.items()))


def leads_out(docker: DockerVersion, network: DockerNetwork, version: int) -> bool:
    """Whether a network that is the way out of one family has a router that its containers are told.

    A macvlan or ipvlan network without a gateway counts as a way out all the same, so that other networks get no turn
    (measured): from 29 on the container has no default route then, up to 28 one to an address that Docker took.
    """
    if version not in _families(docker, network):
        return False
    return network.driver == "bridge" or _is_routed(network) or next_hop(network, version) is not None


def next_hop(network: DockerNetwork, version: int, address: Address | None = None) -> Address | None:
    """The router that containers of a network are told, those with `address` where it has several subnets.

    None where they are told none, or, in the routed modes of ipvlan, an on-link route.
    """
    if network.internal or _is_routed(network):
        return None
    family = [subnet for subnet in network.subnets if subnet.prefix.version == version]
    for subnet in family:
        if address is None or address in subnet.prefix:
            return subnet.reserved.get(f"DefaultGatewayIPv{version}", subnet.gateway)
    return None


def _families(docker: DockerVersion, network: DockerNetwork) -> tuple[int, ...]:
    """The families that a network counts as a way out of; Docker chooses an IPv4 subnet where none is written."""
    kept_in = network.internal or (network.driver != "bridge" and network.parent is None)
    if kept_in or (_is_routed(network) and docker < PRIORITIES_SINCE):
        return ()
    return (4, 6) if network.ipv6 else (4,)


def _rank(
    docker: DockerVersion, networks: Mapping[str, DockerNetwork], endpoint: Endpoint
) -> tuple[int, bool, int, str]:
    network = networks[endpoint.network]
    priority = (endpoint.gw_priority or 0) if docker >= PRIORITIES_SINCE else 0
    return -priority, network.internal, -len(_families(docker, network)), network.name


def _one_for_both(leading: Sequence[tuple[str, tuple[int, ...]]]) -> dict[int, str]:
    """Up to 27 the first with IPv4 is the gateway, and no other is asked for IPv6."""
    for name, families in leading:
        if 4 in families:
            return dict.fromkeys(families, name)
    return {}


def _on_link(networks: Mapping[str, DockerNetwork], endpoints: Sequence[Endpoint]) -> dict[int, str]:
    """Up to 27 the routed modes of ipvlan make their route by themselves, without being anybody's gateway."""
    routed = [networks[item.network] for item in endpoints if _is_routed(networks[item.network])]
    outward = [network for network in routed if not network.internal]
    return dict.fromkeys((4, 6) if outward[0].ipv6 else (4,), outward[0].name) if outward else {}


def _is_routed(network: DockerNetwork) -> bool:
    return network.driver == "ipvlan" and network.mode in {"l3", "l3s"}


def priority_for(
    docker: DockerVersion,
    networks: Mapping[str, DockerNetwork],
    endpoints: Sequence[Endpoint],
    wanted: str,
    version: int,
) -> int | None:
    """The gateway priority with which a network becomes the way out of one family; None where none helps."""
    if docker < PRIORITIES_SINCE:
        return None
    highest = max((item.gw_priority or 0) for item in endpoints) + 1
    raised = [replace(item, gw_priority=highest) if item.network == wanted else item for item in endpoints]
    return highest if ways_out(docker, networks, raised).get(version) == wanted else None
