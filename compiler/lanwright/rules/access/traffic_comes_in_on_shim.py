"""LW621: what the LAN sends to the host comes in on a shim, where the host's own rules may miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind, Purpose
from lanwright.rules.access.shims import Carried, as_text, free_address, shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.rules.access.shims import Shim


@rule("LW621", Severity.WARNING)
def traffic_comes_in_on_shim(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The LAN's packets for the host may come in on its shim, and firewall rules for the parent miss them.

    The shim is the host's link beside its containers, and it carries the host's own address. With IPv6 both it and its
    parent, eth0 say, tell the LAN who has that address; the last word counts, and that is the shim's. What a laptop
    sends to the host then comes in on the shim (measured), and a rule of yours that says `-i eth0` doesn't see it. On
    nftables hosts a rule of ours keeps the shim silent towards the LAN; with iptables none is made. Where IPv6 clients of a
    VPN are led to by the shim, the rule lets the LAN's routers ask as well: their questions look like the VPN container's.

    Write your rules for both links, or without a link; or write `firewall: nftables`; or give the shim an address of
    its own, which the LAN doesn't use for the host.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for shim in shims(site.hosts[host.name], host):
            if 6 in shim.families and _comes_in(shim):
                yield _finding(shim, free)


def _comes_in(shim: Shim) -> bool:
    """Of IPv6 alone: ARP is answered by the parent first."""
    if shim.carried(6) is not Carried.OWN or shim.link.kind is LinkKind.IPVLAN:  # which is LW404
        return False
    return shim.host.firewall == "iptables" or _leads_to_clients(shim)


def _leads_to_clients(shim: Shim) -> bool:
    return any(
        route.purpose is Purpose.CLIENTS and route.link == shim.link.name and route.destination.version == 6
        for route in shim.host.routes
    )


def _finding(shim: Shim, free: FreeAddresses) -> Finding:
    name, parent = shim.link.name, shim.link.parent
    own = free_address(shim, 6, free)
    helps = shim.host.firewall != "nftables"
    guard = "write `firewall: nftables`, or " if helps else ""
    address = f", or give the shim an address of its own: `address: {as_text([own])}`" if own else ""
    who = "the LAN" if helps else "a router of the LAN"
    return Finding(
        message=f"what {who} sends to the host by IPv6 may come in on the shim `{name}`",
        origin=shim.origin,
        why=f"firewall rules that name `{parent}` miss it",
        fix=f"{guard}let such rules name `{name}` too{address}",
    )
