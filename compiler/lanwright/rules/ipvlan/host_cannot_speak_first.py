"""LW404: host access to an ipvlan network that can't work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.routed import is_routed, ways_in
from lanwright.rules.access.shims import Carried, cure, lack, shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.rules.access.shims import Shim


@rule("LW404", Severity.ERROR)
def host_cannot_speak_first(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host can't begin to speak with the containers of an ipvlan network.

    ipvlan gives each container an IP address of its own and lets all of them share the MAC address of the host's
    interface, the parent. The kernel keeps the containers' links and the parent apart, so the host needs a link of the
    same kind beside the containers: the shim, which `host_access` makes.

    Since all have one MAC address, the kernel looks at the IP address to tell for whom a frame is. The host asks "who
    has 192.168.0.241? tell 192.168.0.231" by the shim; the container's reply is for 192.168.0.231, and it goes to
    whichever link has that address. With a dummy address on the shim, or none, that is the parent: the shim waits in
    vain, "No route to host". Once the container has spoken first it works for a while, which hides the fault. IPv6 is
    the same.

    `private` and `vepa` as the network's `flag` keep the links of one parent apart, the shim among them. In mode `l3`
    or `l3s` there is no shim at all: such a network is a subnet of its own behind the host, and others reach it by a
    route on the LAN's router.

    Write `host_access: true`: the shim gets the host's own address, alone in its prefix. An address of the LAN that
    nobody else has will do as well; it costs an address, and the host is seen as that one. For `l3`, take `host_access`
    away and give the router the route.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for name, network in host.networks.items():
            if site.hosts[host.name].networks[name].host_access and is_routed(network):
                yield _routed(site, plan, host, network)
        for shim in shims(site.hosts[host.name], host):
            if shim.link.kind is LinkKind.IPVLAN:
                yield from _kept_apart(shim)
                for version in shim.families:
                    yield from _mute(shim, version, free)


def _routed(site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork) -> Finding:
    return Finding(
        message=f"`{network.name}` is an ipvlan network in mode {network.mode}, and has `host_access`",
        origin=site.hosts[host.name].networks[network.name].at("host_access"),
        why="a routed network is no part of the LAN: no link of the host's can stand among its containers",
        fix=f"take `host_access` away; {_by_the_router(host, network, plan)}",
    )


def _by_the_router(host: HostPlan, network: DockerNetwork, plan: SitePlan) -> str:
    ways = list(ways_in(host, network, plan.lans))
    routes = ", ".join(f"{{to: {way.subnet.prefix}, via: {way.via}}}" for way in ways if way.via)
    if ways and all(way.leads_here for way in ways):
        return "the host gets there by the LAN's router, which has the route"
    if routes:
        return f"give the LAN's router the route, and write it under `lans.{ways[0].lan.name}`: `routes: [{routes}]`"
    subnets = " and ".join(str(subnet.prefix) for subnet in network.subnets) or "its subnet"
    return f"give the LAN's router a route to {subnets} by this host"


def _kept_apart(shim: Shim) -> Iterator[Finding]:
    flag = shim.network.flag
    if flag in ("private", "vepa"):
        yield Finding(
            message=f"the flag of `{shim.network.name}` is {flag}, and the host is to reach it",
            origin=shim.written.at("flag"),
            why="the flag holds for all links of one parent, and keeps the shim from the containers, too",
            fix="drop `flag`, or `host_access`",
            related=(Related(shim.origin, "the shim is asked for here"),),
        )


def _mute(shim: Shim, version: int, free: FreeAddresses) -> Iterator[Finding]:
    if shim.carried(version) in (Carried.OWN, Carried.LAN):
        return
    yield Finding(
        message=lack(shim, version),
        origin=shim.place(version),
        why='the containers\' replies go to the parent, not to the shim: "No route to host" until one has spoken first',
        fix=cure(shim, version, free),
        severity=Severity.WARNING if shim.lacks_one_family(version) else None,
    )
