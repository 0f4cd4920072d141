"""A host's plan by link: what stands on each, which addresses and routes it gets of us."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.plan import HostPlan, Link, LinkAddress, Route

_ON_A_PARENT = frozenset({LinkKind.MACVLAN, LinkKind.IPVLAN, LinkKind.VLAN})


@dataclass(frozen=True, slots=True)
class ByLink:
    """The parts of a host's plan, sorted once; a big host has thousands of links."""

    links: Mapping[str, Link]
    _above: Mapping[str, Sequence[Link]]
    _addresses: Mapping[str, Sequence[LinkAddress]]
    _routes: Mapping[str, Sequence[Route]]

    def standing_on(self, link: Link) -> Sequence[Link]:
        """The VLANs, macvlan and ipvlan links whose parent a link is."""
        return self._above.get(link.name, ())

    def own_versions(self, link: Link) -> set[int]:
        """The families of a link's addresses; aliases aren't its own."""
        addresses = self._addresses.get(link.name, ())
        return {item.address.version for item in addresses if item.purpose is not Purpose.ALIAS}

    def held(self, link: Link) -> tuple[LinkAddress, ...]:
        """The addresses that a link gets of us; the reservation of a lease comes with the lease."""
        return tuple(
            item
            for item in self._addresses.get(link.name, ())
            if item.maker is Maker.LANWRIGHT and not (link.dhcp and item.purpose is Purpose.HOST)
        )

    def gateways(self, link: Link) -> tuple[Route, ...]:
        """A link's default routes."""
        routes = self._routes.get(link.name, ())
        return tuple(route for route in routes if route.purpose is Purpose.DEFAULT_ROUTE)

    def routes(self, link: Link) -> tuple[Route, ...]:
        """A link's other routes."""
        routes = self._routes.get(link.name, ())
        return tuple(route for route in routes if route.purpose is not Purpose.DEFAULT_ROUTE)


def by_link(host: HostPlan) -> ByLink:
    """Sort a host's plan; of its routes only those that it gets of us."""
    above: defaultdict[str, list[Link]] = defaultdict(list)
    addresses: defaultdict[str, list[LinkAddress]] = defaultdict(list)
    routes: defaultdict[str, list[Route]] = defaultdict(list)
    for link in host.links.values():
        if link.parent and link.kind in _ON_A_PARENT:
            above[link.parent].append(link)
    for item in host.addresses:
        addresses[item.link].append(item)
    for route in host.routes:
        if route.maker is Maker.LANWRIGHT:
            routes[route.link].append(route)
    return ByLink(host.links, above, addresses, routes)
