"""LW614: ports that are published on every address of the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import Via
from lanwright.plan.sockets import EVERY, openings
from lanwright.rules.access.shown import place, shown
from lanwright.rules.addressing.reach import reach
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan


@rule("LW614", Severity.INFO)
def published_everywhere(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A port is published on every address of the host.

    Without an `address`, Docker leads the port to the container at every address that the host has or ever gets: from
    each of its LANs, from a VPN, by IPv4 and IPv6. Firewalls in front of the host's own services (ufw, firewalld, rules
    in INPUT) don't see such packets, since they are for a container.

    Write the `address` that the port is meant for: one of the host's, or 127.0.0.1 for the host alone.
    """
    lans = sorted({lan for lan, _ in reach(plan, host).on_link})
    where = " and ".join(f"`{lan}`" for lan in lans) or "everywhere"
    told: set[tuple[str, int]] = set()
    for opening in openings(host):
        key = (opening.service.name, opening.number)
        everywhere = opening.address == EVERY[opening.address.version]
        if everywhere and opening.published.via is not Via.DNAT and key not in told:
            told.add(key)
            yield Finding(
                message=f"`{opening.service.name}` publishes {shown(opening.published)}: reachable from {where}",
                origin=place(site, host, opening, "port"),
                why="Docker leads it to the container at every address that the host has or gets",
                fix=_fix(host, opening.address.version),
            )


def _fix(host: HostPlan, version: int) -> str:
    own = [
        item.address.ip
        for item in host.addresses
        if item.purpose == "host" and item.address.version == version
    ]
    listed = " or ".join(
        f"`address: {address}`" for address in [*own, "127.0.0.1" if version == 4 else "::1"]
    )
    return f"write {listed}, if it is meant for less"
