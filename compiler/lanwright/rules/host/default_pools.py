"""LW709: Docker chooses subnets from its own pools."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.rules.addressing.room import Room


_NEAR = ip_network("10.201.0.0/16")
"""Where pools of one's own are looked for first."""


@rule("LW709", Severity.INFO)
def default_pools(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Docker takes subnets from its own default pools.

    Where no pools are written Docker has 31 IPv4 subnets of its own to give: 172.17.0.0/16 to 172.31.0.0/16, one /16
    for each network, and after those 192.168.0.0/20, 192.168.16.0/20 and so on to 192.168.240.0/20. docker0 takes the
    first, and every network without a `subnet` the next one that is free, among them the `default` network of each
    compose project. Each is far larger than its containers need, and somewhere beyond the router (a VPN, an office)
    machines may well have those addresses: they are then out of reach for this host. IPv6 subnets come from a range
    that each engine makes up for itself (fdxx:xxxx:xxxx::/48).

    Write pools of your own, small ones of a range that nothing else uses, or `bip` and a `subnet` for each network.
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        takers = _takers(host)
        if host.daemon.pools is None and takers:
            docker = site.hosts[name].docker
            yield Finding(
                message=f"Docker chooses the subnets of {_listed(takers)} on `{name}` from its own pools",
                origin=docker.origin if site.hosts[name].wrote("docker") else host.origin,
                why="it may take any of 172.17.0.0/16 to 172.31.0.0/16, and of 192.168.0.0/16",
                fix=_fix(room),
                edits=_added(site.hosts[name], room),
            )


def _takers(host: HostPlan) -> list[str]:
    """What takes an IPv4 subnet from the pools."""
    docker0 = ["docker0"] if host.daemon.docker0_predicted is not False or host.daemon.docker0_refusal else []
    chosen = [
        f"`{network.name}`"
        for network in host.networks.values()
        if network.owner is not Owner.EXTERNAL and network.predicted is not False
    ]
    projects = {
        service.project: f"the project `{service.project}`"
        for service in host.services.values()
        if service.compose and not service.endpoints and service.network_mode is None
    }
    return [*docker0, *chosen, *projects.values()]


def _listed(takers: list[str]) -> str:
    shown = ", ".join(takers[:4])
    return shown if len(takers) <= 4 else f"{shown} and {len(takers) - 4} more"


def _proposed(room: Room) -> tuple[Prefix | None, int]:
    """One proposal for all hosts: each engine has its own books."""
    base = next((block for length in (16, 20, 24) if (block := room.block(_NEAR, length, _NEAR))), None)
    return base, min(base.prefixlen + 8, 28) if base else 24


def _added(written: Host, room: Room) -> tuple[Change, ...]:
    base, size = _proposed(room)
    pools = [{"base": base, "size": size}]
    return (Add(written.origin, {"docker": {"default_address_pools": pools}}),) if base else ()


def _fix(room: Room) -> str:
    base, size = _proposed(room)
    return (
        f"write `default_address_pools: [{{base: {base}, size: {size}}}]`"
        if base
        else "write pools of your own"
    )
