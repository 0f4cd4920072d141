"""LW626: what leaves with an address that another LAN of the host doesn't know the way to."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Related, Severity
from lanwright.lower.firewall.shim_source import unanswered_sources
from lanwright.lower.masquerade import host_address_option
from lanwright.plan import Purpose
from lanwright.plan.known_addresses import KnownAddresses
from lanwright.plan.replies import Reply, may_be_asked, reply
from lanwright.plan.values import host_prefix
from lanwright.rules.access.router_routes import said_route, written_route
from lanwright.rules.access.ways_out import lan_endpoints
from lanwright.rules.addressing.reach import reach
from lanwright.rules.bridges.option_place import is_default, option_place
from lanwright.rules.bridges.untranslated import sends_untranslated
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, Link, Service, SitePlan
    from lanwright.plan.values import Address


class _Source(NamedTuple):
    """An address that what some services send leaves with; `shims` are the links that it is for where nobody wrote it."""

    said: str
    address: Address
    origin: Origin
    services: tuple[Service, ...]
    shims: tuple[Link, ...] = ()


@rule("LW626", Severity.WARNING)
def unanswered_source(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """What containers send leaves with an address that no reply finds back to from another LAN.

    `leaves_as` names one address, and what a container sends has it by whatever interface it leaves. On the address's own
    LAN the host answers for it. On another LAN of the host's nobody has it: whoever is asked there gives his reply to his
    router, and that one drops it, or sends it towards the internet, unless it knows the way. The container waits until
    it times out, while others, which leave with the host's address there, are answered (measured). Where the host's
    default route leaves by that LAN, nothing beyond its router answers either.

    A LAN's router knows the way where it serves both LANs (the same `router` is written at both) or has a route to the
    address by the host. A LAN without a router can't give a reply to anybody. A router of both LANs brings the reply in by
    the address's own LAN: a host that checks reverse paths strictly (rp_filter 1) drops it there.

    On iptables hosts a shim with a dummy address has every network told the host's address on the shim's LAN, with the
    same result. A shim that carries the host's own address needs none of it (LW604).

    Give the router that route and write it down (`routes` at the LAN), or write the `router` that both LANs have. A
    container that must be answered without either does without `leaves_as`. Where it has nothing to ask on that LAN,
    silence this with that reason.
    """
    known, on_link = KnownAddresses(plan, host), reach(plan, host).on_link
    around = [
        (plan.lans[name], version) for name, version in sorted(on_link) if may_be_asked(host, plan.lans[name])
    ]
    for source in _sources(site, host):
        if known.is_on_lan(source.address) or known.may_leave_as(source.address):  # else LW624, LW514
            for lan, version in around:
                by_host = any(not _stands_on(host, service, lan) for service in source.services)
                if version == source.address.version and by_host:
                    yield from _judged(
                        site, host, source, lan, reply(plan, host, lan, host_prefix(source.address))
                    )


def _sources(site: Site, host: HostPlan) -> Iterator[_Source]:
    """Those of services, and of networks for the services that have none of their own."""
    written = site.hosts[host.name]
    for name, service in host.services.items():
        for address in service.leaves_as:
            way = service.ways_out.get(address.version)
            if way is not None and host.networks[way].strategy == "nat":
                yield _Source(f"`{name}`", address, written.services[name].at("leaves_as"), (service,))
    for name, network in host.networks.items():
        for address in _of_network(host, network):
            services = tuple(_left_to(host, network, address.version))
            place = _place(site, host, network, address)
            shims = () if place else tuple(_dummies(host, address))
            yield _Source(f"`{name}`", address, place or network.origin, services, shims)


def _of_network(host: HostPlan, network: DockerNetwork) -> Iterator[Address]:
    """What a rule of ours gives one that is there already, and what Docker's option gives any other."""
    yield from network.leaves_as
    for version in (4, 6) if network.strategy == "nat" else ():
        option = host_address_option(version)
        if option in network.in_force and not sends_untranslated(host, network, version):
            yield from _read(network.in_force[option])


def _read(text: str) -> Iterator[Address]:
    try:
        yield ip_address(text)
    except ValueError:  # LW312
        return


def _left_to(host: HostPlan, network: DockerNetwork, version: int) -> Iterator[Service]:
    """The services that a network's source is for: it is their way out, and they have no source of their own."""
    for service, _ in host.members[network.name]:
        own = any(address.version == version for address in service.leaves_as)
        if not own and service.ways_out.get(version) == network.name:
            yield service


def _place(site: Site, host: HostPlan, network: DockerNetwork, address: Address) -> Origin | None:
    """Where it is written; nowhere where it is for a shim's sake."""
    written, option = site.hosts[host.name].networks[network.name], host_address_option(address.version)
    if option in written.options or is_default(network, option) or address in written.leaves_as:
        return option_place(site, host, network, option, "leaves_as")
    return None


def _dummies(host: HostPlan, address: Address) -> Iterator[Link]:
    """The shims for whose sake networks are told this address: see LW604."""
    for link in host.links.values():
        if address in unanswered_sources(host.addresses, host.routes, link):
            yield link


def _stands_on(host: HostPlan, service: Service, lan: LanPlan) -> bool:
    """Whether it asks there by an interface of its own."""
    return any(network.lan == lan.name for _, network in lan_endpoints(host, service))


def _judged(site: Site, host: HostPlan, source: _Source, lan: LanPlan, came: Reply) -> Iterator[Finding]:
    if came is Reply.ARRIVES:
        return
    version = source.address.version
    gateway = lan.gateway_of(version)
    beyond = " or beyond" if gateway and _leads_out(host, lan, version) else ""
    why = f"a reply goes to the router {gateway}, which knows no way to {source.address}"
    if gateway is None:
        why = f"the address isn't one of `{lan.name}`, and there is no router that a reply could be given to"
    elif came is Reply.REFUSED:
        why = f"a reply comes by the router {gateway} and another interface, where the host drops it (rp_filter 1)"
    yield Finding(
        message=f"{source.said} leaves as {source.address}, and nobody on `{lan.name}`{beyond} can answer that",
        origin=source.origin,
        why=why,
        fix=_fix(host, source, lan, came),
        edits=_routed(site, host, source, lan),
        related=tuple(
            Related(link.origin, f"for the sake of its shim `{link.name}`") for link in source.shims
        ),
    )


def _leads_out(host: HostPlan, lan: LanPlan, version: int) -> bool:
    """Whether the host's default route leaves by this LAN."""
    return any(
        route.purpose is Purpose.DEFAULT_ROUTE
        and route.destination.version == version
        and host.links[route.link].lan == lan.name
        for route in host.routes
    )


def _fix(host: HostPlan, source: _Source, lan: LanPlan, came: Reply) -> str:
    if source.shims:
        shim = source.shims[0].name
        return f"write `host_access` so that `{shim}` carries the host's own address: no network is told another then"
    without = "do without `leaves_as` where that LAN must be reached"
    if lan.gateway_of(source.address.version) is None:
        return without
    own = host.own_on(lan.name, source.address.version)
    route = f": {said_route(host_prefix(source.address), own)}" if own else f" to {source.address}"
    instead = "write `router` at both LANs if one serves both"
    if came is Reply.REFUSED:
        instead = f"set rp_filter to 2 on {host.name}, and write so in its `sysctls`"
    return f"give that router a route, then write it under `lans.{lan.name}`{route}; {instead}; or {without}"


def _routed(site: Site, host: HostPlan, source: _Source, lan: LanPlan) -> tuple[Change, ...]:
    """The router's route, as the intent tells it once the router has it."""
    own = host.own_on(lan.name, source.address.version)
    if source.shims or own is None or lan.gateway_of(source.address.version) is None:
        return ()
    return (written_route(site.lans[lan.name], host_prefix(source.address), own),)
