"""The links of a host that a fault is about, found in its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, Link

CARDS = {LinkKind.PHYSICAL, LinkKind.WIRELESS}
ON_A_PARENT = {"macvlan", "ipvlan"}


def cards(plan: HostPlan) -> list[Link]:
    """Its network cards that are no port of anything."""
    return [link for link in plan.links.values() if link.kind in CARDS and not link.bridge]


def bridges(plan: HostPlan) -> list[Link]:
    """The bridges that hold its addresses."""
    return [link for link in own(plan) if link.kind is LinkKind.BRIDGE and link.lan]


def bonds(plan: HostPlan) -> list[Link]:
    """Its bonds."""
    return [link for link in plan.links.values() if link.kind is LinkKind.BOND]


def shims(plan: HostPlan) -> list[Link]:
    """The links that give the host access to its containers."""
    return [link for link in plan.links.values() if link.purpose is Purpose.SHIM]


def own(plan: HostPlan) -> list[Link]:
    """What its owner, or Lanwright in his place, has it reach its LANs by."""
    return [link for link in plan.links.values() if link.purpose is Purpose.HOST]


def ours(plan: HostPlan) -> list[Link]:
    """What Lanwright makes on top of that."""
    return [link for link in plan.links.values() if link.maker is Maker.LANWRIGHT]


def standing_on(plan: HostPlan, below: str) -> Iterator[DockerNetwork]:
    """Docker's networks whose containers have no link any more once this one is gone."""
    for network in plan.networks.values():
        lowest = network.bridge if network.strategy == "host_bridge" else network.parent
        if (network.strategy == "host_bridge" or network.driver in ON_A_PARENT) and below in down_from(
            plan, lowest
        ):
            yield network


def down_from(plan: HostPlan, name: str | None) -> Iterator[str]:
    """A link, and what it stands on; the ports of a bridge or bond don't take it with them."""
    while name is not None:
        yield name
        link = plan.links.get(name)
        name = link.parent if link else None


def containers_on(plan: HostPlan, *below: str) -> frozenset[str]:
    """The containers of compose projects that are on these networks, by Docker's names."""
    names = {network.name for link in below for network in standing_on(plan, link)}
    return frozenset(
        f"{service.project}-{service.compose_name}-1"
        for service in plan.services.values()
        if service.compose and any(endpoint.network in names for endpoint in service.endpoints)
    )
