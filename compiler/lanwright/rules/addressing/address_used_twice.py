"""LW215: one address, two holders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Claim, Holder
from lanwright.rules.addressing.claimed import claimed
from lanwright.rules.addressing.free_addresses import FreeAddresses, moved, nearest
from lanwright.rules.addressing.handed_out import on_a_lan
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address

_ROUTERS_OWN = frozenset({Holder.DEVICE, Holder.SHARED})
"""What may have a gateway's address beside it: the router described as a device, or its address as a shared one."""


@rule("LW215", Severity.ERROR)
def address_used_twice(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """One address is used twice.

    On a LAN that counts across all hosts, for everything that is known to have an address there: the router, devices,
    shared addresses, hosts, their aliases and shims, services. No Docker engine knows the others' addresses, nor even
    its own host's: it lets a container take them (measured, with the host's own address), sets them without asking the
    LAN first, and then two machines answer for one address: connections reach now one, now the other. On a network off
    the LANs Docker knows all addresses, and the second container doesn't start: "Address already in use".

    One alias that serves several ports is one holder, and so is a shim that carries its own host's address.

    Give one of the two a free address.
    """
    free = FreeAddresses(site, plan)
    for lan in plan.lans.values():
        for later, earlier in _clashes(lan.claims, frozenset(lan.gateways)):
            fix = nearest(free.on_lan(lan.name), later.address, later.origin)
            edits = claimed(site, later, free.on_lan(lan.name))
            where, why = f" on the LAN `{lan.name}`", _WHY[_refused(later, earlier)]
            yield replace(_finding(later, earlier, where, fix, why), edits=edits)
    for host in plan.hosts.values():
        for network, claims in _off_the_lans(site.hosts[host.name], host).items():
            for later, earlier in _clashes(claims):
                room = free.on_network(host, host.networks[network])
                fix = nearest(room, later.address, later.origin)
                edits = moved(room, later.address, later.origin)
                found = _finding(later, earlier, f" on `{network}`", fix, _WHY[True])
                yield replace(found, edits=edits)


def _clashes(
    claims: Iterable[Claim], gateways: frozenset[Address] = frozenset()
) -> Iterator[tuple[Claim, Claim]]:
    """Each claim of an address that somebody else has already, with the first claim of it."""
    first: dict[Address, Claim] = {}
    holders: set[tuple[Address, str, str | None]] = set()
    for claim in claims:
        told_elsewhere = claim.holder is Holder.SERVICE and claim.address in gateways  # LW214
        key = (claim.address, claim.name, claim.host)
        if told_elsewhere or key in holders:
            continue
        holders.add(key)
        earlier = first.setdefault(claim.address, claim)
        if earlier is not claim and not (earlier.holder is Holder.GATEWAY and claim.holder in _ROUTERS_OWN):
            yield claim, earlier


def _off_the_lans(written: Host, host: HostPlan) -> dict[str, list[Claim]]:
    """By network, the static addresses of the services on networks that have no LAN."""
    found: dict[str, list[Claim]] = {}
    for item in static_addresses(written, host):
        if not on_a_lan(item.network):
            name = f"{host.name}/{item.service}"
            claim = Claim(address=item.address, holder=Holder.SERVICE, name=name, origin=item.origin)
            found.setdefault(item.network.name, []).append(claim)
    return found


def _finding(later: Claim, earlier: Claim, where: str, fix: str, why: str) -> Finding:
    return Finding(
        message=f"{later.address} is used twice{where}: by {_who(earlier)} and by {_who(later)}",
        origin=later.origin,
        why=why,
        fix=fix,
        related=(Related(earlier.origin, _who(earlier)),),
    )


def _who(claim: Claim) -> str:
    if claim.holder in {Holder.ALIAS, Holder.SHIM}:
        return f"{'an alias' if claim.holder is Holder.ALIAS else 'a shim'} of `{claim.name}`"
    return f"the {claim.holder.value} `{claim.name}`"


def _refused(later: Claim, earlier: Claim) -> bool:
    """Whether one Docker engine knows both: services of one host."""
    return later.holder is earlier.holder is Holder.SERVICE and later.host == earlier.host


_WHY = {
    True: 'Docker refuses to start the second container: "Address already in use"',
    False: "Docker doesn't ask the LAN and starts the container: two machines answer for one address",
}
