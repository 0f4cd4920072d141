"""What the words of an expectation or a command stand for: who asks, and the addresses and ports that are asked.

An endpoint's name (short where it is unique), an address, `lan/L` (its devices), `host/H` (its services), `internet`.
"""

from __future__ import annotations

import difflib
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.trace.outcome import Flow
from lanwright.trace.packet import PING
from lanwright.trace.routing import route_to
from lanwright.world.namespace import NamespaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan.port import Port
    from lanwright.plan.values import Address
    from lanwright.world import Place, World


class UnknownEndError(LookupError):
    """A word that stands for nobody, or for several; says so in a sentence."""


def askers(world: World, text: str) -> list[str]:
    """The namespaces that ask, by full name."""
    group, _, member = text.partition("/")
    if group in ("lan", "host") and member:
        return list(dict.fromkeys(place.namespace for place in _group(world, group, member)))
    address = parsed(text)
    if address is None:
        return [place_of(world, text).namespace]
    found = list(_having(world, address))
    if not found:
        raise UnknownEndError(f"nobody of the site has {address}")
    return found[:1]


def asked(world: World, text: str) -> list[tuple[str, Address]]:
    """What is asked: how it is called, and an address of it; the address of a name that has none is missing."""
    group, _, member = text.partition("/")
    if group in ("lan", "host") and member:
        return [
            (place.short, address)
            for place in _group(world, group, member)
            for address in addresses_of(world, place)
        ]
    address = parsed(text)
    if address is not None:
        return [(text, address)]
    place = place_of(world, text)
    return [(text, found) for found in addresses_of(world, place)]


def place_of(world: World, text: str) -> Place:
    """The one endpoint of a name."""
    if text in world.places:
        return world.places[text]
    found = world.named.get(text, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownEndError(f"`{text}` may be {' or '.join(f'`{place.full}`' for place in found[:6])}")
    known = [name for place in world.places.values() for name in (place.short, place.full)]
    near = difflib.get_close_matches(text, known, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    raise UnknownEndError(f"nobody is called `{text}`{hint}")


def parsed(text: str) -> Address | None:
    """An address, if it is one; in brackets, too."""
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None


def _group(world: World, group: str, member: str) -> list[Place]:
    kind = NamespaceKind.DEVICE if group == "lan" else NamespaceKind.CONTAINER
    known = world.plan.lans if group == "lan" else world.plan.hosts
    if member not in known:
        raise UnknownEndError(f"there is no {'LAN' if group == 'lan' else 'host'} `{member}`")
    return [
        place
        for place in world.places.values()
        if place.kind is kind and (place.lan if group == "lan" else place.host) == member
    ]


def _having(world: World, address: Address) -> Iterator[str]:
    """The namespaces that have an address; what Docker hands out behind NAT is looked for on each host."""
    machines = world.holders(address) or world.plan.hosts
    for machine in sorted(machines):
        yield from (made.name for made in world.machine(machine).values() if address in made.local)


def addresses_of(world: World, place: Place) -> list[Address]:
    """An endpoint's own addresses: of a host its own on its interfaces, else all of its namespace."""
    if place.namespace in world.plan.hosts:
        host = world.plan.hosts[place.namespace]
        return [item.address.ip for item in host.addresses if item.purpose == "host"]
    namespace = world.namespace(place.namespace)
    tunnels = [device for device in namespace.devices.values() if device.name.startswith("tun")]
    inside = {held.address for device in tunnels for held in device.held}
    if place.kind is NamespaceKind.CLIENTS:
        return list(namespace.addresses())
    return [address for address in namespace.addresses() if address not in inside]


def ports_of(world: World, name: str, address: Address) -> list[Port]:
    """The ports that an endpoint listens on at an address; of an address, everybody's there."""
    owner = world.places[name] if name in world.places else _short(world, name)
    namespaces = [owner.namespace] if owner else list(_having(world, address))[:1]
    own = owner.short if owner else None
    found: dict[Port, None] = {}
    for full in namespaces:
        for socket in world.namespace(full).sockets:
            mine = own is None or socket.owner == own
            here = socket.version == address.version and socket.address in (None, address)
            if mine and here and socket.port is not None:
                found[socket.port] = None
    return list(found)


def _short(world: World, name: str) -> Place | None:
    found = world.named.get(name, [])
    return found[0] if len(found) == 1 else None


def flows(
    world: World, source: str, to: str, address: Address, ports: Iterable[Port] | str | None
) -> list[Flow]:
    """The flows of one pair: a ping without ports, `any` for each that is listened on, one for each else."""
    if ports is None:
        return [Flow(source, address, PING, 0, to)]
    wanted = ports_of(world, to, address) if isinstance(ports, str) else ports
    return [
        Flow(source, address, port.protocol, number, to)
        for port in wanted
        for number in dict.fromkeys((port.first, port.last))
    ]


def nearest(world: World, source: str, found: list[tuple[str, Address]]) -> list[tuple[str, Address]]:
    """The addresses in the order in which somebody would try them: those on his own links, then a LAN's, IPv4 first."""
    asking = world.namespace(source)
    on_lans = [subnet for lan in world.plan.lans.values() for subnet in lan.subnets]

    def rank(item: tuple[str, Address]) -> tuple[bool, bool, int]:
        address = item[1]
        route = route_to(asking, address)
        far = not asking.is_local(address) and (route is None or route.via is not None)
        return far, not any(address in subnet for subnet in on_lans), address.version

    return sorted(found, key=rank)
