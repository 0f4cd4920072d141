"""LW404: host access to an ipvlan network that can't work, or that costs the host its LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.routed import is_routed, ways_in
from lanwright.rules.access.shims import Carried, cure, cured, lack, shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.rules.access.shims import Shim


@rule("LW404", Severity.ERROR)
def host_cannot_speak_first(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host's way to its ipvlan containers can't work, or costs the host its LAN.

    ipvlan gives each container an IP address of its own and lets all of them share the MAC address of the host's
    interface, the parent. The kernel keeps the containers' links and the parent apart, so the host needs a link of the
    same kind beside the containers: the shim, which `host_access` makes.

    Since all have one MAC address, the kernel looks at the IP address to tell for which link a frame is. That decides
    what address the shim must have:

    - an address of the LAN that nobody else has: right. The host asks "who has 192.168.0.241? tell 192.168.0.239" by the
      shim, and the reply is for the shim. Containers see the host as that address.
    - a dummy address, or none: the host asks on behalf of 192.168.0.231, which the parent has, and the container's reply
      goes to the parent. The shim waits in vain, "No route to host". Once the container has spoken first it works for a
      while, which hides the fault. IPv6 is the same.
    - the host's own address: host and containers reach each other, and the host loses its LAN. When it asks by eth0 who
      has its router's address, the reply is for 192.168.0.231, which the shim has now, and eth0 waits in vain. Whoever
      of the LAN has asked for the host just before is still reached, which hides the fault.

    `private` and `vepa` as the network's `flag` keep the links of one parent apart, the shim among them. In mode `l3`
    or `l3s` there is no shim at all: such a network is a subnet of its own behind the host, and others reach it by a
    route on the LAN's router.

    Give the shim an address of the LAN that nobody else has, one of each family, as /32 and /128. For `l3`, take
    `host_access` away and give the router the route.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for name, network in host.networks.items():
            if site.hosts[host.name].networks[name].host_access and is_routed(network):
                yield _routed(site, plan, host, network)
        for shim in shims(site.hosts[host.name], host):
            if shim.link.kind is LinkKind.IPVLAN:
                apart = list(_kept_apart(shim))
                yield from apart
                for version in () if apart else shim.families:
                    yield from _mute(shim, version, free)


def _routed(site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork) -> Finding:
    return Finding(
        message=f"`{network.name}` is an ipvlan network in mode {network.mode}, and has `host_access`",
        origin=site.hosts[host.name].networks[network.name].at("host_access"),
        why="a routed network is no part of the LAN: no link of the host's can stand among its containers",
        fix=f"take `host_access` away; {_by_the_router(host, network, plan)}",
        edits=(Drop(site.hosts[host.name].networks[network.name].at("host_access"), "host_access"),),
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
            edits=(Drop(shim.written.at("flag"), "flag"),),
        )


def _mute(shim: Shim, version: int, free: FreeAddresses) -> Iterator[Finding]:
    carried = shim.carried(version)
    if carried is Carried.LAN:
        return
    yield Finding(
        message=_said(shim, version, carried),
        origin=shim.place(version),
        why=_why(shim, carried),
        fix=cure(shim, version, free),
        edits=cured(shim, version, free),
        severity=Severity.WARNING if shim.lacks_one_family(version) else None,
    )


def _said(shim: Shim, version: int, carried: Carried) -> str:
    if carried is Carried.OWN:
        return f"the ipvlan shim of `{shim.network.name}` has the host's own IPv{version} address"
    if carried is Carried.NONE and shim.has_own(version):
        return f"the ipvlan shim of `{shim.network.name}` has no IPv{version} address of its own"
    return lack(shim, version)


def _why(shim: Shim, carried: Carried) -> str:
    if carried is Carried.OWN:
        return (
            f"the LAN's replies to the host's ARP come in on the shim, and `{shim.link.parent}` waits for them in vain:"
            " the host reaches neither its router nor the LAN"
        )
    return 'the containers\' replies go to the parent, not to the shim: "No route to host" until one has spoken first'
