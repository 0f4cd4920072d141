"""LW604: a macvlan shim with a dummy address, or with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.rules.access.shims import Carried, cure, cured, lack, shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.rules.access.shims import Shim


@rule("LW604", Severity.WARNING)
def dummy_shim(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host's way to its macvlan containers (the shim) carries a dummy address, or none.

    The kernel keeps a macvlan container and its own host apart. The shim, a macvlan link of the host's own beside the
    containers, joins them, with routes that say which address the host sends from. Many notes on the web give the shim
    an address that belongs to nobody, 192.168.143.91 for instance. Host and containers then reach each other by IPv4.

    What doesn't work is a container on another network of the host. Docker's MASQUERADE gives its packets the address
    of the link that they leave by, whatever the route says: they arrive from 192.168.143.91, nobody answers to that,
    and the connection times out. Therefore a packet rule of ours comes with such a shim on nftables hosts; on iptables
    hosts each network is told the host's address (`host_ipv4`), which docker0 can't be, so that containers without a
    network of their own stay cut off; and another LAN of the host doesn't answer that address (LW626).

    With IPv6 such a shim doesn't work at all, which is an error: a container that answers the host asks on the LAN who
    has the host's address, and only a link which has it says so.

    Write `host_access: true`. The shim then carries the host's own address, as /32 and /128: no rule is needed, no
    address is spent, and IPv6 works.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for shim in shims(site.hosts[host.name], host):
            has_any = bool(shim.carries) or shim.leased  # else it is LW602's
            if shim.link.kind is LinkKind.MACVLAN and has_any:
                for version in shim.families:
                    yield from _judged(shim, version, free)


def _judged(shim: Shim, version: int, free: FreeAddresses) -> Iterator[Finding]:
    carried = shim.carried(version)
    if carried in (Carried.OWN, Carried.LAN):
        return
    yield Finding(
        message=lack(shim, version),
        origin=shim.place(version),
        why=_why(shim, version),
        fix=cure(shim, version, free),
        edits=cured(shim, version, free),
        related=_given(shim) if carried is Carried.NONE else (),
        severity=Severity.ERROR if version == 6 and _is_dummy(shim) else None,
    )


def _is_dummy(shim: Shim) -> bool:
    """Whether its address is one that nobody answers to, in any family; a host without IPv6 of its own has just none."""
    return any(shim.carried(version) is Carried.DUMMY for version in shim.families)


def _given(shim: Shim) -> tuple[Related, ...]:
    return tuple(
        Related(item.origin, f"it has {item.address.ip}")
        for item in shim.carries
        if item.origin != shim.origin
    )


def _why(shim: Shim, version: int) -> str:
    if version == 6:
        return "nobody answers for the host on the shim: neighbour solicitations (IPv6's ARP) get no reply"
    if shim.host.firewall == "nftables":
        return "containers of the host's other networks would arrive from an address that nobody answers to; an SNAT rule is generated for that"
    return (
        "containers of the host's other networks arrive from an address that nobody answers to; their networks are told"
        " host_ipv4 for that, which docker0 can't be"
    )
