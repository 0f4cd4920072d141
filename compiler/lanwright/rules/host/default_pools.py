"""LW709: Docker chooses subnets from its own pools."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.plan.default_networks import on_default_networks
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.listed import listed
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
            docker, proposed = site.hosts[name].docker, _proposed(room)
            yield Finding(
                message=f"Docker chooses the subnets of {listed(takers, 4)} on `{name}` from its own pools",
                origin=docker.origin if site.hosts[name].wrote("docker") else host.origin,
                why="it may take any of 172.17.0.0/16 to 172.31.0.0/16, and of 192.168.0.0/16",
                fix=_fix(proposed),
                edits=_added(site.hosts[name], proposed),
            )


def _takers(host: HostPlan) -> list[str]:
    """What takes an IPv4 subnet from the pools."""
    docker0 = ["docker0"] if host.daemon.docker0_predicted is not False or host.daemon.docker0_refusal else []
    chosen = [
        f"`{network.name}`"
        for network in host.networks.values()
        if network.owner is not Owner.EXTERNAL and network.predicted is not False
    ]
    projects = [f"the project `{project}`" for project in on_default_networks(host)]
    return [*docker0, *chosen, *projects]


def _proposed(room: Room) -> tuple[Prefix, int] | None:
    """A base and a size, the same for all hosts: each engine has its own books."""
    bases = (room.block(_NEAR, length, key=None) for length in (16, 20, 24))
    found = ((base, min(base.prefixlen + 8, 28)) for base in bases if base is not None)
    return next(found, None)


def _added(written: Host, proposed: tuple[Prefix, int] | None) -> tuple[Change, ...]:
    if proposed is None:
        return ()
    base, size = proposed
    return (Add(written.origin, {"docker": {"default_address_pools": [{"base": base, "size": size}]}}),)


def _fix(proposed: tuple[Prefix, int] | None) -> str:
    if proposed is None:
        return "write pools of your own"
    base, size = proposed
    return f"write `default_address_pools: [{{base: {base}, size: {size}}}]`"
