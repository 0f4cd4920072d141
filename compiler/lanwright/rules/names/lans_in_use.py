"""Which LANs of a site something uses."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.lower.directory import Kind, directory
from lanwright.plan.prefix_index import PrefixIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site


def lans_in_use(site: Site) -> set[str]:
    """LANs with an interface or network on them or named by an expectation, and what routers join to those."""
    subnets = PrefixIndex((subnet.network, name) for name, lan in site.lans.items() for subnet in lan.subnet)
    used = {*_of_hosts(site), *_expected(site, subnets)}
    waiting = list(used)
    joined = _joined(site, subnets)
    while waiting:
        new = joined[waiting.pop()] - used
        used |= new
        waiting += new
    return used


def _of_hosts(site: Site) -> Iterator[str]:
    for host in site.hosts.values():
        lans = [interface.lan for interface in host.interfaces.values()]
        lans += [network.lan for network in host.networks.values()]
        yield from (lan for lan in lans if lan is not None)


def _expected(site: Site, subnets: PrefixIndex[str]) -> Iterator[str]:
    names = directory(site)
    for end in (end for expectation in site.expect for end in (*expectation.from_, *expectation.to)):
        if end.startswith("lan/"):
            yield end.removeprefix("lan/")
        yield from (named.place for named in names.get(end, ()) if named.kind is Kind.DEVICE)
        try:
            yield from subnets.containing(ip_address(end))
        except ValueError:
            continue


def _joined(site: Site, subnets: PrefixIndex[str]) -> dict[str, set[str]]:
    """By LAN, those that it reaches through its router: of the same router, or that a route leads to."""
    of_router: dict[str, set[str]] = {}
    for name, lan in site.lans.items():
        if lan.router is not None:
            of_router.setdefault(lan.router, set()).add(name)
    joined: dict[str, set[str]] = {}
    for name, lan in site.lans.items():
        routed = {
            reached for route in lan.routes for to in route.to for reached in subnets.overlapping(to.network)
        }
        joined[name] = routed | (of_router[lan.router] if lan.router else set())
    return joined
