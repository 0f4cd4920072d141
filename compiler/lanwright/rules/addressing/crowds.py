"""How many containers are on each network whose subnet Docker chooses, compose's own among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan import Owner
from lanwright.plan.default_networks import on_default_networks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan import HostPlan


@dataclass(frozen=True, slots=True)
class Crowd:
    """The containers of one network; `origin` is where the network, or the first service of a default one, stands."""

    network: str
    containers: int
    origin: Origin


def crowds(host: HostPlan) -> Iterator[Crowd]:
    """In the plan's order, default networks last. Where a subnet is written LW223 counts."""
    for network in host.networks.values():
        if network.owner is not Owner.EXTERNAL and network.predicted is not False:
            containers = sum(service.replicas for service, _ in host.members[network.name])
            yield Crowd(network.name, containers, network.origin)
    for project, services in on_default_networks(host).items():
        containers = sum(service.replicas for service in services)
        yield Crowd(f"{project}_default", containers, services[0].origin)
