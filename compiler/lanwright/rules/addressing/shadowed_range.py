"""LW203: Docker's ranges where something else is that the host reaches through a router."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.addressing.docker_ranges import docker_ranges, instead, private_room, replaced
from lanwright.rules.addressing.reach import reach
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.docker_ranges import DockerRange

_SHOWN = 3


@rule("LW203", Severity.ERROR)
def shadowed_range(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A pool, docker0 or a Docker network shadows a range that is reached through a router.

    Of two routes the kernel takes the one with the longer prefix, and that is the route to the Docker bridge, not the
    one that leads to the VPN, to the other office or to the internet. What Docker uses of that range is then out of
    reach for this host and its containers. Docker keeps clear of on-link routes only (those without a router in
    between). A range that is reached `via` a router it gives to a network without a word, even where the host has a
    route of its own to it. A VPN that is down when the network is made protects nothing either.

    Write a range that nothing else uses. A route back to this host or to one of its services isn't meant: it leads to
    what they hold.
    """
    shadowed = PrefixIndex((item.prefix, item) for item in _ranges(site, plan))
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        routers, own = reach(plan, host).routers, _own(host)
        for used in docker_ranges(site.hosts[name], host, plan):
            hit = list(islice(_hit(used, shadowed, routers, own), _SHOWN))
            if hit:
                yield Finding(
                    message=f"{used.said} shadows {hit[0].said}",
                    origin=used.origin,
                    why="Docker avoids on-link routes only: from this host and its containers that range can't be reached any more",
                    fix=instead(used, room),
                    related=tuple(Related(item.origin, item.said) for item in hit),
                    edits=replaced(used, room),
                )


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A range that is reached elsewhere: by every host (`router` None), or by those behind a router, `via` a machine."""

    prefix: Prefix
    said: str
    origin: Origin
    router: str | None = None
    via: tuple[Address, ...] = ()


def _ranges(site: Site, plan: SitePlan) -> Iterator[_Elsewhere]:
    for name, avoided in plan.avoid.items():
        for prefix in avoided:
            yield _Elsewhere(prefix, f"the range `{name}` ({prefix}) under `avoid`", site.at("avoid", name))
    for name, lan in site.lans.items():
        for index, route in enumerate(lan.routes):
            for to in route.to:
                said = f"{to.network}, which the router of `{name}` has a route to"
                origin = lan.at("routes", index, "to")
                yield _Elsewhere(to.network, said, origin, plan.lans[name].router, route.via)


def _own(host: HostPlan) -> frozenset[Address]:
    """The addresses of the host and of its services."""
    endpoints = (endpoint for service in host.services.values() for endpoint in service.endpoints)
    served = (address for endpoint in endpoints for address in endpoint.addresses)
    return frozenset((*(item.address.ip for item in host.addresses), *served))


def _hit(
    used: DockerRange, shadowed: PrefixIndex[_Elsewhere], routers: frozenset[str], own: frozenset[Address]
) -> Iterator[_Elsewhere]:
    for item in shadowed.overlapping(used.prefix):
        if item.router is None or (item.router in routers and own.isdisjoint(item.via)):
            yield item
