"""LW402: nothing leads to a routed network's containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose
from lanwright.plan.routed import entrance_lan, is_routed, ways_in
from lanwright.rules.access.router_routes import said_route, written_route
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Lan, Site
    from lanwright.plan import DockerNetwork, HostPlan, Route, SitePlan
    from lanwright.plan.routed import WayIn
    from lanwright.plan.values import Prefix


@rule("LW402", Severity.WARNING)
def no_way_back(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """An ipvlan network in mode l3 or l3s has no route that leads to it.

    In these modes the containers have a subnet of their own behind the host, and the host's interface, the parent, is
    the way in. Nobody asks for their addresses by ARP, and nobody would answer. What a container sends reaches the LAN,
    with the container's own address; the reply goes to the LAN's router, which has never heard of that subnet, and is
    lost there. The same holds for the host itself: it reaches its own l3 containers by the router and back.

    So the router needs a route to the subnet by the host's address: `ip route add 10.9.0.0/24 via 192.168.0.231`, or
    what its web page calls a static route. Once it has it, write it down: `routes` at the LAN.

    What the containers send leaves by the parent alone: of the host's routes those count that leave by it. Where the
    host's default route leaves by another interface, the containers reach the parent's own LAN and nothing beyond.

    A subnet that is the LAN's own, or lies inside of it, can't be helped by any route: the LAN's machines look for such
    an address on the wire. That is an error; take mode l2, or a subnet that nothing else uses.
    """
    for host in plan.hosts.values():
        for network in host.networks.values():
            if not is_routed(network) or network.internal or network.parent is None:
                continue
            if entrance_lan(host, network) is None:
                yield _on_no_lan(site, host, network)
            for way in ways_in(host, network, plan.lans):
                inside = [prefix for prefix in way.lan.subnets if prefix.overlaps(way.subnet.prefix)]
                if inside:
                    yield _inside(network, way, inside[0])
                elif way.router != host.name and not way.leads_here:
                    yield _without(site, host, network, way)
                elif (elsewhere := _leaves_elsewhere(host, network, way)) is not None:
                    yield _beyond(network, way, elsewhere)


def _on_no_lan(site: Site, host: HostPlan, network: DockerNetwork) -> Finding:
    return Finding(
        message=f"`{network.name}` is routed, and its parent `{network.parent}` is on no LAN",
        origin=site.hosts[host.name].networks[network.name].at("parent"),
        why="whoever is to reach its containers needs a route by this host, and nothing says where from",
        fix=f"write `lan` at `{network.parent}`, or `internal: true` at the network",
    )


def _inside(network: DockerNetwork, way: WayIn, lan: Prefix) -> Finding:
    return Finding(
        message=f"`{network.name}` is routed, and its subnet {way.subnet.prefix} is on the LAN `{way.lan.name}` ({lan})",
        origin=way.subnet.origin,
        why="the LAN's machines look for such an address on the wire, and in mode "
        f"{network.mode} nobody answers there: no route can help",
        fix="write `mode: l2`; or give the network a `subnet` that nothing else uses",
        severity=Severity.ERROR,
    )


def _leaves_elsewhere(host: HostPlan, network: DockerNetwork, way: WayIn) -> Route | None:
    """The host's default route of the family, where it has one, and none by the parent."""
    version = way.subnet.prefix.version
    routes = [
        route
        for route in host.routes
        if route.purpose is Purpose.DEFAULT_ROUTE and route.destination.version == version
    ]
    by_parent = any(route.link == network.parent for route in routes)
    return None if by_parent or way.router is None else next(iter(routes), None)


def _beyond(network: DockerNetwork, way: WayIn, route: Route) -> Finding:
    return Finding(
        message=f"`{network.name}` is on `{network.parent}`, and the host's default route leaves by `{route.link}`",
        origin=network.origin,
        why=f"what its containers send leaves by `{network.parent}` alone: they reach the LAN `{way.lan.name}` and nothing beyond",
        fix=f"take `{route.link}` as its parent, or give the host a second default route by `{network.parent}`, of a larger metric",
        related=(Related(route.origin, "the default route"),),
    )


def _without(site: Site, host: HostPlan, network: DockerNetwork, way: WayIn) -> Finding:
    prefix, lan = way.subnet.prefix, way.lan
    who = "the router" if way.router else "no machine"
    says = f"{who} of `{lan.name}` has {'no' if way.router else 'a'} route to {prefix}, the subnet of `{network.name}`"
    if way.route is not None:
        says = f"the router of `{lan.name}` sends what is for {prefix}, the subnet of `{network.name}`, to {way.route.via}"
    return Finding(
        message=says,
        origin=way.subnet.origin,
        why=f"what the containers send arrives, and no reply finds back to {host.name}",
        fix=_fix(host, way),
        related=(Related(way.route.origin, "by this route"),) if way.route else (),
        edits=_routed(site.lans[lan.name], way),
    )


def _routed(lan: Lan, way: WayIn) -> tuple[Change, ...]:
    """The router's route, as the intent tells it once the router has it."""
    if way.via is None or way.router is None:
        return ()
    return (written_route(lan, way.subnet.prefix, way.via),)


def _fix(host: HostPlan, way: WayIn) -> str:
    lan = way.lan.name
    if way.via is None:
        version = way.subnet.prefix.version
        return f"write the IPv{version} address that {host.name} has on `{lan}`, and give the router a route by it"
    if way.router is None:
        return f"give each machine that is to reach it a route to {way.subnet.prefix} by {way.via}; or write the LAN's `gateway`"
    route = said_route(way.subnet.prefix, way.via)
    return f"give the router the route, then write it under `lans.{lan}`: {route}"
