"""Who has an address of a LAN gets another one: the change of the text, wherever the address is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.plan import Holder
from lanwright.rules.addressing.free_addresses import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.intent.values import Cidr
    from lanwright.plan import Claim
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.room import Room


def claimed(site: Site, claim: Claim, room: Room) -> tuple[Change, ...]:
    """The claim at the nearest free address.

    An alias is wherever its host writes it; a host's own address and a shim's have a prefix length.
    """
    host = site.hosts.get(claim.host or "")
    if host and claim.holder is Holder.ALIAS:
        found = room.address(claim.address, claim.origin)
        return tuple(Write(place, found) for place in _served(host, claim.address)) if found else ()
    if host and claim.holder in (Holder.HOST, Holder.SHIM):
        length = next(item.network.prefixlen for item in _with_length(host) if item.ip == claim.address)
        return moved(room, claim.address, claim.origin, length)
    return moved(room, claim.address, claim.origin)


def _served(host: Host, address: Address) -> Iterator[Origin]:
    """Every place of a host that serves an address, or lets something leave with it."""
    for network in host.networks.values():
        for index, source in enumerate(network.leaves_as):
            if source == address:
                yield network.at("leaves_as", index)
    for service in host.services.values():
        for index, source in enumerate(service.leaves_as):
            if source == address:
                yield service.at("leaves_as", index)
        yield from (publish.at("address") for publish in service.publish if publish.address == address)


def _with_length(host: Host) -> Iterator[Cidr]:
    """The addresses that a host writes with a prefix length: its own, and its shims'."""
    for interface in host.interfaces.values():
        yield from interface.address
    for network in host.networks.values():
        yield from network.host_access.address if network.host_access else ()
