"""Published ports of a host, and the aliases that serve some of them."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_interface
from typing import TYPE_CHECKING

from lanwright.lower.ports import port
from lanwright.plan import LinkAddress, Maker, Published, Purpose, Via
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Publish, Site
    from lanwright.plan import Link
    from lanwright.plan.values import Address


def published(publishes: Iterable[Publish], own: frozenset[Address]) -> tuple[Published, ...]:
    """A service's published ports; `own` are the host's own addresses, which need no alias."""
    return tuple(_published(publish, own) for publish in publishes)


def _published(publish: Publish, own: frozenset[Address]) -> Published:
    """Both ends have one protocol: tcp is what stands for nothing, so udp at either end was meant for both."""
    ends = port(publish.port), port(publish.to or publish.port)
    protocol = "udp" if any(end.protocol == "udp" for end in ends) else "tcp"
    outside, inside = (replace(end, protocol=protocol) for end in ends)
    return Published(
        address=publish.address, port=outside, to=inside, via=_via(publish, own), origin=publish.origin
    )


def _via(publish: Publish, own: frozenset[Address]) -> Via:
    if publish.via:
        return Via(publish.via)
    address = publish.address
    of_the_host = address is None or address in own or address.is_unspecified or address.is_loopback
    return Via.DOCKER if of_the_host else Via.ALIAS


def own_addresses(host: Host) -> frozenset[Address]:
    """Every address that the host has on its interfaces."""
    return frozenset(address.ip for interface in host.interfaces.values() for address in interface.address)


def aliases(site: Site, host: Host, links: Mapping[str, Link]) -> Iterator[LinkAddress]:
    """A /32 or /128 for each address that ports are served at, or that a container leaves as, and the host has not.

    It stands on its LAN's first interface that is no port. An address on none of the host's LANs gets none: nothing would answer for it there
    (LW609).
    """
    own = own_addresses(host)
    seen: set[Address] = set()
    for address, origin in _served(host):
        link = None if address in own or address in seen else _link_of(site, links, address)
        seen.add(address)
        if link is not None:
            yield LinkAddress(
                link=link,
                address=ip_interface(str(host_prefix(address))),
                maker=Maker.LANWRIGHT,
                purpose=Purpose.ALIAS,
                origin=origin,
                deprecated=address.version == 6,
            )


def _served(host: Host) -> Iterator[tuple[Address, Origin]]:
    """The addresses that need a place on the host, in the intent's order."""
    for network in host.networks.values():
        yield from ((address, network.at("leaves_as", at)) for at, address in enumerate(network.leaves_as))
    for service in host.services.values():
        for publish in service.publish:
            if publish.address is not None and publish.via != "docker":
                yield publish.address, publish.at("address")
        yield from ((address, service.at("leaves_as", at)) for at, address in enumerate(service.leaves_as))


def _link_of(site: Site, links: Mapping[str, Link], address: Address) -> str | None:
    """The first that is no port: what holds for a bridge or a bond isn't to be looked for at its ports."""
    found = [link for link in links.values() if _is_there(site, link, address)]
    return next((link.name for link in (*(item for item in found if item.bridge is None), *found)), None)


def _is_there(site: Site, link: Link, address: Address) -> bool:
    lan = site.lans.get(link.lan or "")
    return lan is not None and any(address in subnet.network for subnet in lan.subnet)
