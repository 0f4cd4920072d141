"""The host's own link to a network whose containers its parent keeps from it, with addresses and routes.

The kernel lets a macvlan or ipvlan link and its parent's own addresses never speak to each other. A link of the same
kind on the same parent may; routes to the containers send the host's packets there, with a preferred source that the
containers can answer to. A macvlan shim carries the host's own address, as /32 and /128 (measured: that needs no NAT rule
and no sysctl). An ipvlan shim must not: its parent has the same MAC address, the kernel hands what is for that IP address
to the shim, the LAN's ARP replies among it, and the parent never learns a neighbour (LW404).
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_interface
from typing import TYPE_CHECKING

from lanwright.lower.attach.strategy import Attached, Scene
from lanwright.lower.names import interface_name
from lanwright.plan import Link, LinkAddress, LinkKind, Maker, Purpose, Route
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import HostAccess, Network
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix


def shim_name(name: str, access: HostAccess) -> str:
    """The shim's name: as written, or made from the network's."""
    return access.interface or interface_name("shim", name)


def shim(scene: Scene, kind: LinkKind, mode: str, flag: str | None = None) -> Attached:
    """The shim's link, addresses and routes; nothing where no host access is asked for."""
    access = scene.network.host_access
    if access is None or scene.network.parent is None:
        return Attached()
    name, origin = shim_name(scene.name, access), _origin(scene.network)
    link = Link(
        name=name,
        kind=kind,
        maker=Maker.LANWRIGHT,
        purpose=Purpose.SHIM,
        origin=origin,
        parent=scene.network.parent,
        mode=mode,
        flag=flag,
        lan=scene.lan,
        network=scene.name,
    )
    addresses = tuple(
        LinkAddress(link=name, address=address, maker=Maker.LANWRIGHT, purpose=Purpose.SHIM, origin=place)
        for address, place in _addresses(scene, access, kind)
    )
    served = tuple(_aliases(scene, name, kind))
    return Attached(
        links=(link,), addresses=(*addresses, *served), routes=tuple(_routes(scene, name, addresses))
    )


def _origin(network: Network) -> Origin:
    return network.at("host_access")


def _addresses(
    scene: Scene, access: HostAccess, kind: LinkKind
) -> Iterator[tuple[AddressWithPrefix, Origin]]:
    """What was given; on macvlan the host's own address, alone in its prefix, where nothing was given for a family."""
    given = {address.version for address in access.address}
    served = {subnet.prefix.version for subnet in scene.subnets}
    for index, address in enumerate(access.address):
        yield address, access.at("address", index)
    for own in scene.own if kind is LinkKind.MACVLAN else ():
        if own.version not in given and own.version in served:
            yield _alone(own), _origin(scene.network)


def _aliases(scene: Scene, link: str, kind: LinkKind) -> Iterator[LinkAddress]:
    """The parent's IPv6 aliases: for IPv4 any link answers ARP for any address of its host, for IPv6 only the one that has it."""
    served = {subnet.prefix.version for subnet in scene.subnets}
    for alias in scene.aliases if kind is LinkKind.MACVLAN else ():
        if alias.address.version == 6 and 6 in served:
            yield replace(alias, link=link, purpose=Purpose.SHIM)


def _alone(address: Address) -> AddressWithPrefix:
    return ip_interface(str(host_prefix(address)))


def _routes(scene: Scene, link: str, addresses: tuple[LinkAddress, ...]) -> Iterator[Route]:
    for destination, origin in _destinations(scene):
        yield Route(
            link=link,
            destination=destination,
            source=_source(scene, destination.version, addresses),
            maker=Maker.LANWRIGHT,
            purpose=Purpose.CONTAINERS,
            origin=origin,
        )


def _destinations(scene: Scene) -> Iterator[tuple[Prefix, Origin]]:
    """The ip_range, and each static address outside it, in the intent's order, each once."""
    ranges = [subnet.ip_range for subnet in scene.subnets if subnet.ip_range]
    seen: set[Prefix] = set(ranges)
    for prefix in ranges:
        yield prefix, scene.network.at("ip_range")
    for endpoint in scene.endpoints:
        for address in endpoint.addresses:
            alone = host_prefix(address)
            if alone not in seen and not any(address in prefix for prefix in ranges):
                seen.add(alone)
                yield alone, endpoint.origin


def _source(scene: Scene, version: int, addresses: tuple[LinkAddress, ...]) -> Address | None:
    """The preferred source: a shim's own LAN address, else the host's (a dummy address is nobody's to answer)."""
    prefixes = [subnet.prefix for subnet in scene.subnets if subnet.prefix.version == version]
    on_lan = [item.address.ip for item in addresses if any(item.address.ip in prefix for prefix in prefixes)]
    own = [address for address in scene.own if address.version == version]
    return next(iter([*on_lan, *own]), None)
