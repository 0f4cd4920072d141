"""LW107: a LAN, network or interface that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import Maker, Owner, Purpose
from lanwright.plan.parents import dockers_vlan
from lanwright.rules.names.lans_in_use import lans_in_use
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin, Span
    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan, Link, SitePlan


@rule("LW107", Severity.WARNING)
def never_used(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A LAN, a network or an interface is defined and never used.

    Often it is what is left of something, or a name that should have been written elsewhere. Nothing fails on the
    host; but Docker makes an unused network all the same, and it takes a subnet.

    In use is a LAN with an interface or a network on it, one that an expectation names (it, a device or an address of
    it), and one that a router or a route joins to a used LAN; an interface that says more than its kind, or that
    anything stands on; a network with a service, with `host_access`, or that exists already (`external`). Networks are
    not judged on a host whose services the intent doesn't tell: one that has none, or a `compose_file` of its own.
    What several hosts take from `defaults` is in use where one of them uses it.

    Take it away, or use it. A LAN that is only there to keep Docker's pools off its subnet belongs under `avoid`.
    """
    yield from _unused_lans(site)
    defined: dict[tuple[str, str, Span], Origin] = {}
    used: set[tuple[str, str, Span]] = set()
    for host in plan.hosts.values():
        for what, name, origin, in_use in _definitions(site.hosts[host.name], host):
            key = (what, name, origin.span)
            defined.setdefault(key, origin)
            if in_use:
                used.add(key)
    for (what, name, span), origin in defined.items():
        if (what, name, span) not in used:
            yield _FOUND[what](name, origin)


def _unused_lans(site: Site) -> Iterator[Finding]:
    used = lans_in_use(site)
    for name, lan in site.lans.items():
        if name not in used and site.hosts:
            subnets = ", ".join(str(subnet.network) for subnet in lan.subnet)
            yield Finding(
                message=f"the LAN `{name}` is never used",
                origin=lan.origin,
                why="no interface and no network is on it, and no expectation names it",
                fix=f"take it away, or write `{name}: [{subnets}]` under `avoid` to keep Docker's pools off it",
            )


def _definitions(written: Host, host: HostPlan) -> Iterator[tuple[str, str, Origin, bool]]:
    links = _used_links(written, host)
    for name, interface in written.interfaces.items():
        yield "interface", name, interface.origin, name in links
    told = bool(host.services) and not any(host.projects.values())
    for name, network in written.networks.items():
        external = host.networks[name].owner is Owner.EXTERNAL
        in_use = bool(host.members[name]) or network.host_access is not None
        yield "network", name, network.origin, in_use or external or not told


def _used_links(written: Host, host: HostPlan) -> set[str | None]:
    used: set[str | None] = {host.daemon.bridge}
    used.update(address.link for address in host.addresses)
    used.update(route.link for route in host.routes)
    for link in host.links.values():
        used.add(link.parent)
        if _says_something(link):
            used.add(link.name)
    for name, network in host.networks.items():
        made, uplink = dockers_vlan(host, network), written.networks[name].uplink
        used |= {
            network.parent,
            network.bridge,
            made.link.name if made else None,
            uplink.veth_to if uplink else None,
        }
    return used


def _says_something(link: Link) -> bool:
    """A port, a link on a LAN, or one that Lanwright or a unit has something to do with."""
    ours = link.maker is Maker.LANWRIGHT or link.purpose is not Purpose.HOST
    return bool(link.bridge or link.lan or link.dhcp or link.promiscuous or link.unit or ours)


def _interface(name: str, origin: Origin) -> Finding:
    return Finding(
        message=f"the interface `{name}` is never used",
        origin=origin,
        why="it has no LAN and no address, and no network, bridge or VLAN is on it",
        fix="take it away, or write its `lan`",
    )


def _network(name: str, origin: Origin) -> Finding:
    return Finding(
        message=f"the network `{name}` is never used",
        origin=origin,
        why="Docker makes it all the same, and it takes a subnet",
        fix="put a service on it, or take it away",
    )


_FOUND = {"interface": _interface, "network": _network}
