"""A world with what the lab has around a site, and everybody in it asking at every door, told in the lab's own words."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from lanwright.plan import LanRoute
from lanwright.plan.port import Port
from lanwright.trace import Flow, Trace, Verdict, trace
from lanwright.trace.reasons import Felt
from lanwright.world import Surroundings, World, realise
from tests.lab import flows
from tests.lab.doors import CLIENT_PORT, PORT, Door, Doors
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import Service, SitePlan

_FELT = {
    Felt.TIMEOUT: Lost.TIMEOUT,
    Felt.REFUSED: Lost.REFUSED,
    Felt.UNREACHABLE: Lost.UNREACHABLE,
    Felt.CLOSED: Lost.CLOSED,
}


def world_of_the_lab(plan: SitePlan) -> World:
    """The internet is behind the first LAN's router alone; every task on a router is done."""
    first = next((lan.router for lan in plan.lans.values() if lan.gateways), None)
    around = Surroundings(
        uplinks=() if first is None else (first,),
        devices=(Port(PORT, PORT, "tcp"),),
        clients=(Port(CLIENT_PORT, CLIENT_PORT, "tcp"),),
        internet_hears_all=False,
    )
    return realise(with_routes_of_tasks(plan), around)


def with_routes_of_tasks(plan: SitePlan) -> SitePlan:
    """The plan with the routes that its tasks ask for on the routers, as a person who follows them sets them."""
    lans = dict(plan.lans)
    for task in plan.tasks:
        place, _, lan = task.where.partition("router of ")
        if not place and task.command.startswith("ip route add"):
            *_, destination, _, via = task.command.split()
            route = LanRoute(destination=ip_network(destination), via=ip_address(via), origin=task.origin)
            lans[lan] = replace(lans[lan], routes=(*lans[lan].routes, route))
    return replace(plan, lans=lans)


def told(site: Site, plan: SitePlan) -> str:
    """The matrix of everybody and every door, as `tests/lab/flows.py` tells it."""
    world = world_of_the_lab(plan)
    doors = doors_of(site, world)
    return flows.told(asked(world, doors), doors.labels())


def doors_of(site: Site, world: World) -> Doors:
    """The site's doors, containers at the addresses that the world gives them."""

    def attached(host: str, service: Service) -> Iterator[tuple[str, list[str], list[str]]]:
        """As `docker inspect` shows it: a gateway where the network has one that the container is told."""
        for item in sorted(world.view(host).attached[service.name], key=lambda item: item.network.name):
            gateways = [
                str(subnet.gateway)
                for subnet in item.network.subnets
                if subnet.gateway is not None and not item.network.internal
            ]
            yield item.network.name, [str(address) for address in item.addresses.values()], gateways

    return Doors(site, world.plan, attached)


def asked(world: World, doors: Doors) -> list[flows.Flow]:
    """Every flow of the text, traced."""
    names = {place.short: place.namespace for place in world.places.values()}
    return [
        flows.Flow(place, door, verdict(trace(world, _flow(names[place], door))))
        for place in doors.places()
        for door in doors.doors()
        if door.is_for(place)
    ]


def reasons(site: Site, plan: SitePlan) -> dict[str, str]:
    """Why each flow that gets nowhere is lost, by who asks and where: `desk 10.81.0.9:80/tcp`."""
    world = world_of_the_lab(plan)
    doors = doors_of(site, world)
    names = {place.short: place.namespace for place in world.places.values()}
    found = (
        (f"{place} {door}", trace(world, _flow(names[place], door)).reason)
        for place in doors.places()
        for door in doors.doors()
        if door.is_for(place)
    )
    return {flow: reason for flow, reason in found if reason is not None}


def _flow(source: str, door: Door) -> Flow:
    return Flow(source, ip_address(door.address), door.protocol, door.port)


def verdict(found: Trace) -> Answer | Lost:
    """What a client would say of it."""
    if found.verdict is Verdict.NOT_MODELLED:
        raise AssertionError(f"not modelled: {found.missing}")
    if found.verdict is Verdict.DELIVERED:
        return Answer(found.answered_by or "", str(found.seen_as))
    assert found.felt is not None
    return _FELT[found.felt]
