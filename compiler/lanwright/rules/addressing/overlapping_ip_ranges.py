"""LW217: two Docker engines that hand out the same addresses of one LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.handed_out import by_lan
from lanwright.rules.rule import Finding, rule

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
        for later, earlier in clashes(given):
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
        edits=free.ip_range_written(later),
    )


def clashes(given: Sequence[HandOut]) -> Iterator[tuple[HandOut, HandOut]]:
    """Each hand-out that meets one of another host below it, with that one; of equal ones the intent's order counts.

    One sweep by address remembers only what reaches furthest, and what of another host does.
    """
    furthest: list[HandOut] = []
    for item in sorted(given, key=lambda item: item.extent[:2]):
        other = next((below for below in furthest if below.host != item.host), None)
        if other is not None and other.extent.overlaps(item.extent):
            yield item, other
        reaching = sorted([*furthest, item], key=lambda item: (-item.extent.version, -item.extent.last))
        others = (below for below in reaching if below.host != reaching[0].host)
        furthest = [reaching[0], next(others, reaching[0])]
