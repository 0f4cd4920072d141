"""LW218: addresses of others that Docker hands out, since nobody told it."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Holder
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.handed_out import by_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.change import Change
    from lanwright.intent import Network, Site
    from lanwright.plan import Claim, SitePlan
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.handed_out import HandOut

_SHOWN = 8


@rule("LW218", Severity.ERROR)
def unreserved_address_in_ip_range(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """An ip_range covers the address of somebody else that isn't reserved.

    Docker hands out every address of the ip_range, the lowest free one first. It knows the network's own gateway, its
    own containers and what stands under `reserve`, and nothing else of the LAN: not the devices, not another host, its
    aliases or its containers. It doesn't look for a duplicate first, so sooner or later a container starts with an
    address that is in use, and the other machine's connections break. The host's own addresses are reserved by
    themselves. A network without an ip_range hands out from the bottom of the LAN's subnet.

    Write the entries under `reserve` (Docker's aux addresses), or move the ip_range.
    """
    free = FreeAddresses(site, plan)
    for lan, given in by_lan(site, plan).items():
        claims = sorted(plan.lans[lan].claims, key=lambda claim: (claim.address.version, int(claim.address)))
        keys = [(claim.address.version, int(claim.address)) for claim in claims]
        for item in given:
            start = bisect_left(keys, item.extent[:2])
            inside = list(islice(_inside(item, claims, start), _SHOWN + 1))
            if inside:
                network = site.hosts[item.host].networks[item.network.name]
                yield Finding(
                    message=f"{item.said} covers {_listed(inside)}",
                    origin=item.origin,
                    why="Docker hands it out without asking: two machines answer for one address",
                    fix=_fix(item, inside, network, free),
                    edits=_edits(item, inside, network, free),
                    safe=_reserves(item, inside),
                    related=tuple(Related(claim.origin, _who(claim)) for claim in inside[:_SHOWN]),
                )


def _inside(item: HandOut, claims: Sequence[Claim], start: int) -> Iterator[Claim]:
    """The claims of others inside what is handed out, from the first one there; what this Docker knows is left out."""
    known = {*item.subnet.reserved.values(), item.subnet.gateway}
    for index in range(start, len(claims)):
        claim = claims[index]
        if (claim.address.version, int(claim.address)) > (item.extent.version, item.extent.last):
            return
        own = claim.host == item.host and claim.holder is Holder.SERVICE
        if claim.address not in known and not own:
            known.add(claim.address)
            yield claim


def _who(claim: Claim) -> str:
    return f"{claim.address} of `{claim.name}`"


def _listed(inside: Sequence[Claim]) -> str:
    shown = ", ".join(map(_who, inside[:3]))
    return shown if len(inside) <= 3 else f"{shown} and more"


def _reserves(item: HandOut, inside: Sequence[Claim]) -> bool:
    """Whether entries of `reserve` are the remedy; that takes nothing from anybody."""
    return item.written and len(inside) <= _SHOWN


def _edits(
    item: HandOut, inside: Sequence[Claim], network: Network, free: FreeAddresses
) -> tuple[Change, ...]:
    if not _reserves(item, inside):
        return free.ip_range_written(item)
    return (Add(network.origin, {"reserve": _entries(inside, network)}),)


def _entries(inside: Sequence[Claim], network: Network) -> dict[str, Address]:
    """What to reserve, by names that are free."""
    names = set(network.reserve)
    entries: dict[str, Address] = {}
    for claim in inside:
        name = _free_name(claim, names)
        names.add(name)
        entries[name] = claim.address
    return entries


def _fix(item: HandOut, inside: Sequence[Claim], network: Network, free: FreeAddresses) -> str:
    if not _reserves(item, inside):
        return free.ip_range_for(item)
    shown = ", ".join(f"{name}: {address}" for name, address in _entries(inside, network).items())
    return f"add to `reserve`: `{shown}`" if network.reserve else f"write `reserve: {{{shown}}}`"


def _free_name(claim: Claim, taken: set[str]) -> str:
    """A name for the entry, from the holder's: `home/nas` is `nas`, `dock2/web` is `dock2-web`."""
    whole = claim.name if claim.host else claim.name.rpartition("/")[2]
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", whole).strip("-_.")[:50] or "taken"
    name = f"{plain}-v6" if claim.address.version == 6 else plain
    number = 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    return name
