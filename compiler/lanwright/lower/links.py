"""A host's interfaces as links, with the addresses and routes that the host has of itself."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.lower.vlan import split_vlan_name
from lanwright.plan import Link, LinkAddress, LinkKind, Maker, Purpose, Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Host, Interface, Site
    from lanwright.lower.problems import Problems


def host_links(host: Host, problems: Problems) -> dict[str, Link]:
    """The host's own links by name, in the intent's order."""
    masters = {port: name for name, interface in host.interfaces.items() for port in interface.ports}
    return {
        name: _link(name, interface, masters.get(name), problems)
        for name, interface in host.interfaces.items()
    }


def _link(name: str, interface: Interface, master: str | None, problems: Problems) -> Link:
    below, number = split_vlan_name(name)
    kind = LinkKind(interface.kind or ("vlan" if below else "physical"))
    parent, vlan = interface.link, interface.id
    if kind is LinkKind.VLAN:
        parent, vlan = parent or below, number if vlan is None else vlan
        if parent is None or vlan is None:
            missing = "link" if parent is None else "id"
            said = f"the VLAN `{name}` says neither by its name nor by `{missing}` what it is"
            problems.add(
                "LW003", said, interface.origin, fix=f"add `{missing}: ...`, or name it like eth0.10"
            )
    _note_stray_keys(name, kind, interface, problems)
    return Link(
        name=name,
        kind=kind,
        maker=made_by(interface),
        purpose=Purpose.HOST,
        origin=interface.origin,
        parent=parent,
        mode=_mode(kind, interface),
        vlan=vlan,
        ports=interface.ports,
        bridge=master,
        lan=interface.lan,
        mtu=interface.mtu,
        dhcp=interface.dhcp,
        promiscuous=interface.promiscuous,
        max_macs=interface.max_macs,
        unit=interface.unit,
    )


_OF_KIND = {
    "ports": frozenset({LinkKind.BRIDGE, LinkKind.BOND}),
    "mode": frozenset({LinkKind.BOND}),
    "link": frozenset({LinkKind.VLAN}),
    "id": frozenset({LinkKind.VLAN}),
}
"""The keys that mean something for some kinds of links only."""


def _note_stray_keys(name: str, kind: LinkKind, interface: Interface, problems: Problems) -> None:
    for key, kinds in _OF_KIND.items():
        if interface.wrote(key) and getattr(interface, key) not in (None, ()) and kind not in kinds:
            meant = " or ".join(f"`kind: {item}`" for item in sorted(kinds))
            said = f"`{name}` has `{key}` and is {kind}"
            problems.add("LW003", said, interface.at(key), fix=f"write {meant}, or drop `{key}`")


def _mode(kind: LinkKind, interface: Interface) -> str | None:
    """Where we make a bond and no mode is written: the one that works with any switch, not the kernel's balance-rr."""
    if kind is LinkKind.BOND and interface.managed:
        return interface.mode or "active-backup"
    return interface.mode


def made_by(interface: Interface) -> Maker:
    """Who writes the interface's own stanza or unit."""
    return Maker.LANWRIGHT if interface.managed else Maker.HOST


def host_addresses(host: Host) -> Iterator[LinkAddress]:
    """The host's own addresses, as written on its interfaces."""
    for name, interface in host.interfaces.items():
        for index, address in enumerate(interface.address):
            yield LinkAddress(
                link=name,
                address=address,
                maker=made_by(interface),
                purpose=Purpose.HOST,
                origin=interface.at("address", index),
            )


def default_routes(site: Site, host: Host) -> Iterator[Route]:
    """The host's default routes: on the first interface, in the intent's order, on a LAN with a gateway.

    Where several interfaces say `default_route: true`, the first leads and the others stand by: two of one metric are
    refused by the kernel, "File exists".
    """
    own = {address.ip for interface in host.interfaces.values() for address in interface.address}
    before: Counter[int] = Counter()
    for name, interface in leaving(site, host).items():
        lan = site.lans[interface.lan or ""]
        for gateway in lan.gateway:
            if gateway not in own and _has_family(interface, gateway.version):
                later = before[gateway.version]
                before[gateway.version] += 1
                yield Route(
                    link=name,
                    destination=ip_network("0.0.0.0/0" if gateway.version == 4 else "::/0"),
                    via=gateway,
                    metric=_BEHIND * (later + 1) if later and interface.managed else None,
                    maker=made_by(interface),
                    purpose=Purpose.DEFAULT_ROUTE,
                    origin=interface.at("default_route")
                    if interface.wrote("default_route")
                    else lan.at("gateway"),
                )


_BEHIND = 1024
"""The kernel's metric of an IPv6 route and networkd's of a lease's; those that stand by have a multiple of it."""


def _has_family(interface: Interface, version: int) -> bool:
    """Whether the interface has an address to send from; a lease is an IPv4 one."""
    return any(address.version == version for address in interface.address) or (
        interface.dhcp and version == 4
    )


def leaving(site: Site, host: Host) -> Mapping[str, Interface]:
    """The interfaces that a default route leaves by: those that say so, else the first that can."""
    can = {
        name: interface
        for name, interface in host.interfaces.items()
        if (interface.address or interface.dhcp)
        and interface.lan in site.lans
        and site.lans[interface.lan].gateway
    }
    said = {name: interface for name, interface in can.items() if interface.default_route}
    unsaid = {name: interface for name, interface in can.items() if interface.default_route is None}
    return said or dict(list(unsaid.items())[:1])
