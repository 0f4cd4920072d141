"""LW216: addresses that the LAN's DHCP server may give to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Holder
from lanwright.plan.intervals import first_met
from lanwright.rules.addressing.claimed import claimed
from lanwright.rules.addressing.free_addresses import FreeAddresses, dhcp_ranges, nearest
from lanwright.rules.addressing.handed_out import by_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Site
    from lanwright.plan import LanPlan, SitePlan
    from lanwright.plan.intervals import Extent, Interval
    from lanwright.rules.addressing.handed_out import HandOut

T = TypeVar("T")
_OURS = frozenset({Holder.SERVICE, Holder.ALIAS})


@rule("LW216", Severity.WARNING)
def address_in_dhcp_range(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A static address or an ip_range lies inside the LAN's DHCP range.

    Docker gives out addresses itself and never asks the LAN's DHCP server; the server knows nothing of Docker's. One
    day it leases a container's address to a phone, and two machines answer for one address. Docker sets IPv6 addresses
    without looking for duplicates, too.

    Take addresses outside the DHCP range, or shrink the range on the DHCP server and here.
    """
    free = FreeAddresses(site, plan)
    given = by_lan(site, plan)
    for lan in plan.lans.values():
        if lan.dhcp:
            dhcp = Related(site.lans[lan.name].at("dhcp"), f"the DHCP range of `{lan.name}`")
            yield from _claims(site, lan, free, dhcp)
            yield from _ranges(lan, given.get(lan.name, []), free, dhcp)


def _claims(site: Site, lan: LanPlan, free: FreeAddresses, dhcp: Related) -> Iterator[Finding]:
    ours = [(claim.address, claim) for claim in lan.claims if claim.holder in _OURS]
    for claim, leased in _leased(ours, lan):
        alias = "the alias of " if claim.holder is Holder.ALIAS else ""
        yield Finding(
            message=f"{claim.address} of {alias}`{claim.name}` lies in the DHCP range {leased} of `{lan.name}`",
            origin=claim.origin,
            why=_WHY,
            fix=nearest(free.on_lan(lan.name), claim.address, claim.origin),
            related=(dhcp,),
            edits=claimed(site, claim, free.on_lan(lan.name)),
        )


def _ranges(lan: LanPlan, given: Sequence[HandOut], free: FreeAddresses, dhcp: Related) -> Iterator[Finding]:
    for item, leased in _leased([(item.extent, item) for item in given], lan):
        yield Finding(
            message=f"{item.said} meets the DHCP range {leased} of `{lan.name}`",
            origin=item.origin,
            why=_WHY,
            fix=free.ip_range_for(item),
            related=(dhcp,),
            edits=free.ip_range_written(item),
        )


def _leased(items: Sequence[tuple[Extent, T]], lan: LanPlan) -> Iterator[tuple[T, Interval]]:
    """Each item that meets a DHCP range, with the first such range."""
    yield from first_met(items, ((extent, extent) for extent in dhcp_ranges(lan)))


_WHY = "Docker never asks the DHCP server, and the server knows nothing of Docker's: one day it leases such an address to another machine"
