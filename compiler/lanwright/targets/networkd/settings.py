"""What is said of a link: all of it in a `.network` file of ours, what we add in a drop-in for the host's own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.targets.networkd.syntax import Section, section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan import Link, LinkAddress, Route
    from lanwright.targets.networkd.by_link import ByLink
    from lanwright.targets.networkd.syntax import Pair

_ABOVE = {LinkKind.MACVLAN: "MACVLAN", LinkKind.IPVLAN: "IPVLAN", LinkKind.VLAN: "VLAN"}
"""The key that says, in a parent's file, what stands on it."""


def whole(plan: ByLink, link: Link) -> tuple[Section, ...]:
    """All that our `.network` file says."""
    return _filled(
        section("Match", [("Name", link.name)]),
        section("Link", _link(link)),
        section("Network", (*_itself(plan, link), *_carried(plan, link), *_addressed(plan, link))),
        *_further(plan, link),
        *_leased(plan, link),
    )


def added(plan: ByLink, links: Sequence[Link]) -> tuple[Section, ...]:
    """What a drop-in adds to the links of one unit: what stands on them, aliases, promiscuous mode."""
    network = ((*_carried(plan, link, Maker.LANWRIGHT), *_addressed(plan, link)) for link in links)
    return _filled(
        section("Link", [("Promiscuous", True)] if any(link.promiscuous for link in links) else ()),
        section("Network", [pair for pairs in network for pair in pairs]),
        *(part for link in links for part in _further(plan, link)),
    )


def _filled(*sections: Section) -> tuple[Section, ...]:
    return tuple(item for item in sections if item.lines)


def _link(link: Link) -> Iterator[Pair]:
    yield "MTUBytes", link.mtu
    if link.promiscuous:
        yield "Promiscuous", True
    if link.purpose is not Purpose.HOST:
        # The host is online without it: systemd-networkd-wait-online needn't wait.
        yield "RequiredForOnline", False


def _itself(plan: ByLink, link: Link) -> Iterator[Pair]:
    """How a link of ours comes to addresses, or is kept from those that the plan hasn't; a port has none."""
    if link.bridge:
        return
    if link.dhcp:
        yield "DHCP", "yes" if 6 in plan.own_versions(link) else "ipv4"
        return
    bare = link.purpose is not Purpose.HOST or not plan.own_versions(link)
    if bare:
        yield "LinkLocalAddressing", False
    if bare or any(route.destination.version == 6 for route in plan.gateways(link)):
        yield "IPv6AcceptRA", False
    # Without a cable, too: Docker starts no container that is published at an address which isn't there yet.
    yield "ConfigureWithoutCarrier", True


def _carried(plan: ByLink, link: Link, maker: Maker | None = None) -> Iterator[Pair]:
    """What the link is a port of, and what stands on it; of ours alone where `maker` says so."""
    over = plan.links.get(link.bridge or "")
    if over and maker in (None, over.maker):
        yield ("Bond" if over.kind is LinkKind.BOND else "Bridge"), over.name
    for upper in plan.standing_on(link):
        if maker in (None, upper.maker):
            yield _ABOVE[upper.kind], upper.name


def _addressed(plan: ByLink, link: Link) -> Iterator[Pair]:
    for item in plan.held(link):
        if _is_plain(item):
            yield "Address", item.address
    if not link.dhcp:
        for route in plan.gateways(link):
            if route.metric is None:
                yield "Gateway", route.via


def _is_plain(item: LinkAddress) -> bool:
    """Whether nothing but the address need be said of it."""
    return item.address.version == 4 or item.purpose is Purpose.HOST


def _further(plan: ByLink, link: Link) -> Iterator[Section]:
    """The addresses and routes that need a section each."""
    for item in plan.held(link):
        if not _is_plain(item):
            yield section("Address", _beside_the_own(item))
    for route in plan.routes(link):
        yield section("Route", _route(route))
    if not link.dhcp:
        for route in plan.gateways(link):
            if route.metric is not None:
                yield section("Route", [("Gateway", route.via), ("Metric", route.metric)])


def _beside_the_own(item: LinkAddress) -> Iterator[Pair]:
    """An IPv6 address of a shim, or an alias.

    It is usable at once: until duplicate address detection ends, nothing can be bound to it.
    """
    yield "Address", item.address
    yield "DuplicateAddressDetection", "none"
    if item.deprecated:
        yield "PreferredLifetime", 0


def _route(route: Route) -> Iterator[Pair]:
    yield "Destination", route.destination
    yield "Gateway", route.via
    if route.via is None and route.destination.version == 4:
        yield "Scope", "link"
    yield "PreferredSource", route.source


def _leased(plan: ByLink, link: Link) -> Iterator[Section]:
    """What is taken of leases and advertisements: no default route that the plan hasn't, no address beside a written one."""
    left_by = {route.destination.version for route in plan.gateways(link)}
    if link.dhcp and not left_by:
        yield section("DHCPv4", [("UseGateway", False)])
        yield section("IPv6AcceptRA", [("UseGateway", False)])
    written = link.purpose is Purpose.HOST and not link.dhcp and 6 in plan.own_versions(link)
    if written and 6 not in left_by:
        yield section("IPv6AcceptRA", [("UseAutonomousPrefix", False)])
