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
    from lanwright.plan import Claim
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.room import Room


def claimed(site: Site, claim: Claim, room: Room) -> tuple[Change, ...]:
    """The claim at the nearest free address.

    An alias is wherever its host writes it; a host's own address and a shim's have a prefix length. What stands
    nowhere (a pinned address, a shim's copy of the host's) isn't moved.
    """
    if claim.holder is Holder.ALIAS and claim.host is not None:
        found = room.address(claim.address, claim.origin)
        places = _served(site.hosts[claim.host], claim.address)
        return tuple(Write(place, found) for place in places) if found else ()
    if claim.holder in (Holder.HOST, Holder.SHIM):
        length = _length(site, claim)
        return () if length is None else moved(room, claim.address, claim.origin, length)
    if claim.holder is Holder.SERVICE and not _is_written(site, claim):
        return ()
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


def _length(site: Site, claim: Claim) -> int | None:
    host = site.hosts[claim.host or ""]
    accesses = (network.host_access for network in host.networks.values())
    written = [item for interface in host.interfaces.values() for item in interface.address]
    shims = [item for access in accesses if access is not None for item in access.address]
    given = shims if claim.holder is Holder.SHIM else written
    return next((item.network.prefixlen for item in given if item.ip == claim.address), None)


def _is_written(site: Site, claim: Claim) -> bool:
    services = site.hosts[claim.host or ""].services
    _, _, name = claim.name.partition("/")
    attachments = services[name].networks.values() if name in services else ()
    return any(claim.address in attachment.address for attachment in attachments)
