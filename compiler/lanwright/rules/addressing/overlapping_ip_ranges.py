"""LW217: two Docker engines that hand out the same addresses of one LAN."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules import Finding, rule
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.handed_out import by_lan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Span
    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.rules.addressing.handed_out import HandOut

_SHOWN = 3


@rule("LW217", Severity.ERROR)
def overlapping_ip_ranges(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The ip_ranges of two hosts on one LAN overlap.

    Each Docker engine keeps its own books of what it handed out and never asks another one or the LAN. Where two of
    them hand out the same addresses, both begin with the lowest: the first containers of both hosts get the same
    address, and neither engine says a word (it sets the address without looking for a duplicate). Connections to it
    reach now the one, now the other. A network without an ip_range hands out from the bottom of the LAN's subnet, so
    two hosts without one clash as soon as each has a service without a static address.

    Give each host a part of the LAN of its own.
    """
    free = FreeAddresses(site, plan)
    for lan, given in by_lan(site, plan).items():
        shared: dict[Span, list[HandOut]] = {}
        for later, earlier in _clashes(given):
            if later.origin.span == earlier.origin.span:
                shared.setdefault(later.origin.span, [earlier]).append(later)
            else:
                yield _finding(
                    later, [earlier.host, later.host], lan, free, Related(earlier.origin, earlier.said)
                )
        for items in shared.values():
            yield _finding(items[-1], [item.host for item in items], lan, free)


def _finding(
    later: HandOut, hosts: Sequence[str], lan: str, free: FreeAddresses, *related: Related
) -> Finding:
    named = ", ".join(f"`{host}`" for host in hosts[:_SHOWN])
    more = f" and {len(hosts) - _SHOWN} more" if len(hosts) > _SHOWN else ""
    return Finding(
        message=f"the hosts {named}{more} hand out the same addresses of the LAN `{lan}`: {later.extent}",
        origin=later.origin,
        why="each engine hands out its lowest free address without asking: two containers get the same one",
        fix=f"for `{later.host}` {free.ip_range_for(later)}",
        related=related,
    )


def _clashes(given: Sequence[HandOut]) -> Iterator[tuple[HandOut, HandOut]]:
    """Each hand-out that meets one of another host, with one such that stands earlier in the intent.

    One sweep by address remembers only what reaches furthest, and what of another host does.
    """
    furthest: list[tuple[int, HandOut]] = []
    told: set[int] = set()
    for entry in sorted(enumerate(given), key=lambda entry: entry[1].extent[:2]):
        other = next((item for item in furthest if item[1].host != entry[1].host), None)
        if other is not None and other[1].extent.overlaps(entry[1].extent):
            earlier, later = sorted((other, entry), key=lambda item: item[0])
            if later[0] not in told:
                told.add(later[0])
                yield later[1], earlier[1]
        reaching = sorted((*furthest, entry), key=lambda item: (item[1].extent.version, item[1].extent.last))[
            ::-1
        ]
        others = (item for item in reaching if item[1].host != reaching[0][1].host)
        furthest = [reaching[0], *islice(others, 1)]
