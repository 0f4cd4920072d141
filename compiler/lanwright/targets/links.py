"""lanwright-links: what the plan adds to a host whose interfaces something else configures (`network: none`).

A NAS, NetworkManager or netplan keeps its own links; the script adds VLANs, bridges over those, shims, aliases, routes to VPN
clients and promiscuous mode beside them, and touches nothing that it didn't make.
"""

from __future__ import annotations

from dataclasses import dataclass
from shlex import join, quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.beside import made_beside
from lanwright.plan.carriers import carriers
from lanwright.plan.vpn import by_own_links
from lanwright.targets.artifact import Emission, Phase, Step
from lanwright.targets.claims import claims, displaces
from lanwright.targets.frame import headline, on_host
from lanwright.targets.free_name import free_name
from lanwright.targets.render import render
from lanwright.targets.staying import clear, left_up, stays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link, LinkAddress, Route

TARGET = "links"
COMMAND = "/usr/local/sbin/lanwright-links"
_PATIENCE = 10
"""Seconds that `install` waits for what the host itself may still be bringing up."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A link, an alias, a route to VPN clients or a promiscuous link; `parts` are the script's own words, in the order of making.

    One that carries an address of the host's own is never taken down, and `left` says what is said then: this session may
    come in by it. One that is `made` for containers alone is there by us, or not at all.
    """

    name: str
    parts: tuple[str, ...]
    left: str = ""
    made: bool = False
    claims: tuple[str, ...] = ()
    displaces: tuple[str, ...] = ()
    stays: str = ""
    clear: str = ""


def emit(host: HostPlan) -> Emission:
    """Return the script and a step for each thing; nothing where another manager serves, or nothing is added."""
    added = tuple(things(host)) if host.network == "none" else ()
    if not added:
        return Emission()
    text = render("links/lanwright-links.j2", headline=headline(host), host=host.name, things=added)
    about = "makes the links, addresses and routes that Lanwright adds"
    script = on_host(COMMAND, text, target=TARGET, about=about, mode=0o755)
    return Emission(artifacts=(script,), steps=tuple(map(_step, added)))


def things(host: HostPlan) -> Iterator[Thing]:
    """All that the plan adds to the host, each after what it stands on; what else there is isn't ours to make here."""
    carrying = carriers(host)
    for link in made_beside(host).values():
        parts = tuple(join(words) for words in _made(host, link))
        carries = link.name in carrying
        yield Thing(
            link.name,
            parts,
            left=_left(host, link) if carries else "",
            made=not carries,
            claims=claims(link),
            displaces=displaces(link),
            stays=stays(link) if carries else "",
            clear=clear(link) if carries else "",
        )
    shims = [link for link in host.links.values() if link.purpose is Purpose.SHIM]
    for link in shims:
        parts = tuple(join(words) for words in _shim(host, link))
        yield Thing(link.name, parts, made=True, claims=claims(link), displaces=displaces(link))
    for link in host.links.values():
        if link.purpose is Purpose.UPLINK:
            yield Thing(link.name, tuple(join(words) for words in _uplink(host, link)), made=True)
    for item in host.addresses:
        if item.purpose is Purpose.ALIAS:
            yield Thing(str(item.address.ip), (join(("address", *_address(item))),))
    for route in by_own_links(host):
        yield Thing(str(route.destination), (join(_led(route)),))
    for link in host.links.values():
        if link.promiscuous and link.maker is Maker.HOST:
            yield Thing(link.name, (join(("promiscuous", link.name)),))


def _made(host: HostPlan, link: Link) -> Iterator[tuple[str, ...]]:
    """A VLAN or a bridge: what it is, its ports, its own addresses, its default routes."""
    if link.kind is LinkKind.VLAN:
        yield "link", link.name, link.parent or "", "vlan", "protocol", "802.1Q", "id", str(link.vlan)
    else:
        yield "bridge", link.name, *link.ports[:1]
    if link.mtu:
        yield "mtu", link.name, str(link.mtu)
    if link.promiscuous:
        yield "promiscuous", link.name
    for port in link.ports:
        yield "port", port, link.name
    for item in _own(host, link):
        yield "address", *_address(item)
    yield "up", link.name
    for route in host.routes:
        if route.link == link.name and route.purpose is Purpose.DEFAULT_ROUTE:
            behind = ("metric", str(route.metric)) if route.metric else ()
            yield "gateway", link.name, str(route.via), *behind


def _left(host: HostPlan, link: Link) -> str:
    """An address that is no longer wanted stays as well: a session may be to it. Without it those that came later may be gone."""
    own = (str(item.address) for item in _own(host, link))
    alone = (f"ip addr del {address} dev {link.name}; lanwright-links apply {link.name}" for address in own)
    return "; or to take an address alone away: ".join((left_up(link.name), *alone))


def _own(host: HostPlan, link: Link) -> Iterator[LinkAddress]:
    return (item for item in host.addresses if item.link == link.name and item.purpose is Purpose.HOST)


def _shim(host: HostPlan, link: Link) -> Iterator[tuple[str, ...]]:
    kind = (link.kind.value, "mode", link.mode or "", *((link.flag,) if link.flag else ()))
    yield "link", link.name, link.parent or "", *kind
    if link.mtu:
        yield "mtu", link.name, str(link.mtu)
    for item in host.addresses:
        if item.link == link.name:
            yield "address", *_address(item)
    yield "up", link.name
    for route in host.routes:
        if route.link == link.name:
            yield _led(route)


def _led(route: Route) -> tuple[str, ...]:
    return "route", route.link, str(route.destination), *_way(route)


def _way(route: Route) -> tuple[str, ...]:
    """The source, and the next hop behind it."""
    words = (str(route.source or ""), str(route.via or ""))
    return words if words[1] else tuple(filter(None, words))


def _uplink(host: HostPlan, link: Link) -> Iterator[tuple[str, ...]]:
    """A network's own bridge, or one end of the pair that joins it to the host's; the pair is made with its first end."""
    if link.kind is LinkKind.VETH:
        yield "pair", link.name, link.parent or ""
    else:
        yield "bridge", link.name
    if link.mtu:
        yield "mtu", link.name, str(link.mtu)
    if link.bridge:
        yield "port", link.name, link.bridge
    for item in host.addresses:
        if item.link == link.name:
            yield "address", *_address(item)
    yield "up", link.name


def _address(item: LinkAddress) -> tuple[str, ...]:
    """Link, address, and for IPv6 how it is given, unless it is the host's own.

    Without duplicate address detection it is usable at once, as a route's source, too. An alias is deprecated, so that
    the host doesn't take it for its own source where its longer prefix matches better (RFC 6724, rules 3 and 8).
    """
    words = (item.link, str(item.address))
    if item.address.version == 4 or item.purpose is Purpose.HOST:
        return words
    return (*words, "preferred_lft", "0", "nodad") if item.deprecated else (*words, "nodad")


def _step(thing: Thing) -> Step:
    """One a thing, so that a change of one leaves the others alone; what carries the host is changed in place, and stays."""
    undo = f'"$LANWRIGHT_OLD"/rootfs{COMMAND} remove {thing.name}'
    return Step(
        phase=Phase.LINKS,
        name=thing.name,
        apply=f"{COMMAND} --wait {_PATIENCE} apply {thing.name}",
        undo=f"echo {quote(thing.left)}" if thing.left else undo,
        check=f"{COMMAND} status {thing.name}",
        defines="\n".join(thing.parts),
        needs=free_name(thing.name, COMMAND) if thing.made else "",
        claims=thing.claims,
        displaces=thing.displaces,
        stays=thing.stays,
        clear=thing.clear,
    )
