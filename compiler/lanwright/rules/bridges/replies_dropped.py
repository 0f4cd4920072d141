"""LW508: a network without masquerading whose replies Docker drops, or nobody knows where to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add, Drop
from lanwright.diagnostics import Severity
from lanwright.lower.masquerade import MASQUERADE
from lanwright.plan import DockerVersion, Owner
from lanwright.plan.routed import closest
from lanwright.rules.bridges.truth import is_false
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Service, SitePlan
    from lanwright.plan.values import Address, Prefix

DROPS_DIRECT = DockerVersion(28, 2)
"""From here on Docker drops, ahead of connection tracking, what is for a container and comes in elsewhere."""

_MODE = "com.docker.network.bridge.gateway_mode_ipv{}"
_TRUSTED = "com.docker.network.bridge.trusted_host_interfaces"


@rule("LW508", Severity.ERROR)
def replies_dropped(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A network isn't masqueraded, and the replies to what its containers send don't come back.

    With `masquerade: false` containers send with their own addresses, and the LAN's router needs a route to them. Since
    28.2 Docker lets nobody come straight to a container: whatever is for a container's address and doesn't come in by
    its own bridge is dropped in raw PREROUTING, before connection tracking could tell that it is a reply. So the
    containers' packets get out, and no answer gets in (measured with 28.5).

    It works in gateway mode `routed` (every published port is then open at the container's own address), with the LAN's
    interface among `trusted_host_interfaces`, or with `allow-direct-routing` in daemon.json. A source address of
    your own (`leaves_as` of the network or of each of its services) needs none of that: replies come to the host then.

    Before 28.2 replies are let in, and find their way only by a route: a LAN of the host's needs one to the network's
    subnet by the host's address (`routes`). Without it whoever answers gives the reply to his router, which knows
    nothing of it (a warning; measured with 26.1: with the route LAN and internet answer, without it nobody).

    Write one of them, or drop `masquerade: false`.
    """
    if host.daemon.version < DROPS_DIRECT:
        yield from _unknown(site, plan, host)
        return
    if host.daemon.settings.get("allow-direct-routing") is True:
        return
    for network in host.networks.values():
        if network.strategy == "nat" and network.owner is not Owner.EXTERNAL and _is_bare(network):
            versions = [version for version in (4, 6) if _loses(host, network, version)]
            if versions:
                yield _finding(site, plan, host, network, versions)


def _unknown(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """Networks that no LAN of the host's has a route to; IPv4 alone is what `routes` mostly are for."""
    for network in host.networks.values():
        subnet = next((item.prefix for item in network.subnets if item.prefix.version == 4), None)
        bare = network.strategy == "nat" and network.owner is not Owner.EXTERNAL and _is_bare(network)
        if bare and subnet is not None and _loses(host, network, 4) and not _is_known(plan, host, subnet):
            yield Finding(
                message=f"`{network.name}` isn't masqueraded, and no router has a route to {subnet}",
                origin=_place(site, host, network),
                why="its containers send with their own addresses, and the replies go to a router that doesn't know them",
                fix=_route(plan, host, subnet),
                edits=_routed(site, plan, host, network, subnet),
                severity=Severity.WARNING,
            )


def _is_known(plan: SitePlan, host: HostPlan, subnet: Prefix) -> bool:
    """Whether a LAN has a route there by this host, or is the host's own to route."""
    for name, lan in plan.lans.items():
        own = [item.ip for item in host.addresses_on(name) if item.version == 4]
        route = closest(lan.routes, subnet)
        if own and (lan.gateway_of(4) in own or (route is not None and route.via in own)):
            return True
    return False


def _route(plan: SitePlan, host: HostPlan, subnet: Prefix) -> str:
    on_lan = _on_lan(plan, host)
    return (
        f"write `routes: [{{to: {subnet}, via: {on_lan[1]}}}]` at `{on_lan[0]}`, or drop it"
        if on_lan
        else "drop it"
    )


def _routed(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, subnet: Prefix
) -> tuple[Change, ...]:
    """The router's route, as the intent tells it once the router has it."""
    on_lan = _on_lan(plan, host)
    if on_lan is None:
        return _dropped(site, host, network)
    name, own = on_lan
    return (Add(site.lans[name].origin, {"routes": [{"to": subnet, "via": own}]}),)


def _on_lan(plan: SitePlan, host: HostPlan) -> tuple[str, Address] | None:
    """The first LAN that the host has an IPv4 address on, and that address."""
    own = ((name, item.ip) for name in plan.lans for item in host.addresses_on(name) if item.version == 4)
    return next(own, None)


def _is_bare(network: DockerNetwork) -> bool:
    written = is_false(network.options.get(MASQUERADE))
    return (
        written
        and not network.masquerade_is_ours
        and not network.internal
        and _TRUSTED not in network.options
    )


def _loses(host: HostPlan, network: DockerNetwork, version: int) -> bool:
    if version == 6 and not network.ipv6:
        return False
    mode = network.options.get(_MODE.format(version), "nat")
    services = [service for service, _ in host.members[network.name]]
    return mode == "nat" and not (services and all(_has_source(item, version) for item in services))


def _has_source(service: Service, version: int) -> bool:
    return any(address.version == version for address in service.leaves_as)


def _finding(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: list[int]
) -> Finding:
    modes = ", ".join(f"{_MODE.format(version)}: routed" for version in versions)
    out = [link.name for link in host.links.values() if link.lan is not None and not link.bridge]
    trusted = f"or `options: {{{_TRUSTED}: {out[0]}}}`, " if out else ""
    return Finding(
        message=f"`{network.name}` isn't masqueraded, and Docker drops the replies to its containers",
        origin=_place(site, host, network),
        why=f"since {DROPS_DIRECT} it drops what is for a container and doesn't come in by `{network.bridge}`, "
        "before it knows a reply",
        fix=f"write `options: {{{modes}}}`, {trusted}or drop it",
        edits=_mended(site, plan, host, network, versions),
    )


def _mended(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: list[int]
) -> tuple[Change, ...]:
    """Routed mode where a router knows the way to the containers; where none does, no mode brings a reply back."""
    prefixes = [subnet.prefix for subnet in network.subnets if subnet.prefix.version == 4]
    if not any(_is_known(plan, host, prefix) for prefix in prefixes):
        return _dropped(site, host, network)
    written = site.hosts[host.name].networks[network.name]
    return (Add(written.origin, {"options": {_MODE.format(version): "routed" for version in versions}}),)


def _dropped(site: Site, host: HostPlan, network: DockerNetwork) -> tuple[Change, ...]:
    place = _place(site, host, network)
    return (Drop(place, place.path[-1]),)


def _place(site: Site, host: HostPlan, network: DockerNetwork) -> Origin:
    written = site.hosts[host.name].networks[network.name]
    if MASQUERADE in written.options:
        return written.at("options", MASQUERADE)
    return written.at("masquerade")
