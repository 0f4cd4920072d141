"""LW609: a port is published at an address that the host doesn't have."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.plan.known_addresses import KnownAddresses
from lanwright.plan.sockets import openings
from lanwright.rules.access.shown import place, shown
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.sockets import Opening
    from lanwright.plan.values import Address


@rule("LW609", Severity.ERROR)
def address_not_on_host(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A port is published at an address that is on no interface of the host.

    Docker binds the port at the address, and the kernel lets a program bind only what is on an interface: the
    container isn't started, "failed to bind host port for 192.168.0.99:80:...: cannot assign requested address" (the
    sysctl net.ipv4.ip_nonlocal_bind=1 lifts that). An address on a LAN of the host is put there as an alias, unless
    `via: docker` says that it is there already. An address of another network can't be had in that way. With
    `via: dnat` nothing is bound, but nobody answers for the address either.

    Multicast addresses and 255.255.255.255 can be bound, and nobody gets a connection to them.

    A port without an address is bound where the network says (`com.docker.network.bridge.host_binding_ipv4`), and that
    address isn't put on the host either.

    Publish at an address of the host or of its LANs, or write the address on the interface that has it.
    """
    known = KnownAddresses(plan, host)
    for opening in openings(host):
        address = opening.published.address
        if address is None:
            yield from _by_default(site, host, opening, known)
        else:
            yield from _as_written(site, host, opening, address, known)


def _as_written(
    site: Site, host: HostPlan, opening: Opening, address: Address, known: KnownAddresses
) -> Iterator[Finding]:
    on_lan = known.is_on_lan(address)
    bound = opening.is_socket and known.binds_anything(address.version)
    if address.is_unspecified or known.may_have(address) or bound:
        return
    own = known.own(address.version)
    publish = f"publish at `{own}`, or write" if own else "write"
    yield Finding(
        message=f"`{opening.service.name}` publishes {shown(opening.published)}, and no interface has that address",
        origin=place(site, host, opening, "address"),
        why=_why(opening),
        fix="drop `via: docker`, for an alias"
        if on_lan
        else f"{publish} the address on the interface that has it",
        edits=(Drop(place(site, host, opening, "via"), "via"),) if on_lan else (),
    )


def _by_default(site: Site, host: HostPlan, opening: Opening, known: KnownAddresses) -> Iterator[Finding]:
    """A port that is bound at the address which its network has for such ports."""
    address = opening.address
    if address.is_unspecified or known.may_have(address) or known.binds_anything(address.version):
        return
    own = known.own(address.version)
    yield Finding(
        message=f"`{opening.service.name}` publishes {opening.port} at {address}, its network's default, "
        "and no interface has that address",
        origin=place(site, host, opening, "port"),
        why=_why(opening),
        fix=f"write `address: {own}` here, or have the network bind there"
        if own
        else "write the address on the interface that has it",
    )


_EVERYBODY = IPv4Address("255.255.255.255")


def _why(opening: Opening) -> str:
    if opening.address.is_multicast or opening.address == _EVERYBODY:
        return (
            "the container starts, and nobody ever gets a connection to an address that is for many machines"
        )
    if not opening.is_socket:
        return "nobody answers for that address: clients wait in vain"
    where = f"{opening.address}:{opening.port.first}"
    return f'the container isn\'t started: "failed to bind host port for {where}:...: cannot assign requested address"'
