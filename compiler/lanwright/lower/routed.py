"""What a routed network needs and no file of its host can give: a route on the LAN's router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Task
from lanwright.plan.routed import ways_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import DockerNetwork, HostPlan, LanPlan
    from lanwright.plan.routed import WayIn


def route_tasks(host: HostPlan, lans: Mapping[str, LanPlan]) -> Iterator[Task]:
    """The tasks of a host whose plan is complete but for them; a route that the intent knows of is no task."""
    for network in host.networks.values():
        for way in ways_in(host, network, lans):
            if way.router != host.name and not way.leads_here:
                yield _task(host, network, way)


def _task(host: HostPlan, network: DockerNetwork, way: WayIn) -> Task:
    lan, prefix = way.lan.name, way.subnet.prefix
    where = way.router or f"each machine of {lan}"
    return Task(
        where=where,
        what=f"a route to {network.name} on {host.name}"
        + ("" if way.via else f": {prefix} by the address of {host.name} on {lan}"),
        command=f"ip route add {prefix} via {way.via}" if way.via else "",
        why=f"nothing finds to its containers, nor do replies; a router that has the route says so under lans.{lan}.routes",
        origin=way.subnet.origin,
    )
