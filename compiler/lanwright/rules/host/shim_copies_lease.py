"""LW716: a shim with a copy of an address that the host only has on lease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.values import Address


@rule("LW716", Severity.WARNING)
def shim_copies_lease(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The host's address is a lease, and a shim has a copy of it.

    The shim (the host's own way to its macvlan containers) carries the host's address, and its routes name that address
    as their source. Both stand in files that are written now. `dhcp: true` says that the LAN's DHCP server gives the
    address, `address` which one it keeps for this host. When the server gives another one some day (a new router, a
    lost reservation, a new network card), the shim keeps the old one: the host goes on sending to its containers from
    it, and answers ARP for it on the LAN. The server may have given it to another machine by then, and two answer for
    one address.

    Write the address on the host, without `dhcp`; or keep the reservation on the server as carefully as an address.
    """
    leased = _leased(host)
    for network in host.networks.values():
        copied = next((item for item in _copies(host, network.shim) if item in leased), None)
        if copied is not None:
            link = leased[copied]
            interface = site.hosts[host.name].interfaces[link]
            yield Finding(
                message=f"the shim of `{network.name}` has a copy of {copied}, which is a lease of `{link}`",
                origin=site.hosts[host.name].networks[network.name].at("host_access"),
                why="when the DHCP server gives the host another one, the shim keeps this one, and two machines may answer for it",
                fix=f"drop `dhcp` of `{link}` and give the host {copied} itself, outside of the server's range",
                related=(Related(interface.at("dhcp"), f"`{link}` has a lease"),),
            )


def _leased(host: HostPlan) -> dict[Address, str]:
    """The reserved addresses of the host's leases, with their links."""
    return {
        item.address.ip: item.link
        for item in host.addresses
        if item.purpose is Purpose.HOST and host.links[item.link].dhcp
    }


def _copies(host: HostPlan, shim: str | None) -> Iterator[Address]:
    """A shim's addresses, and the sources of its routes."""
    yield from (item.address.ip for item in host.addresses if item.link == shim)
    yield from (route.source for route in host.routes if route.link == shim and route.source is not None)
