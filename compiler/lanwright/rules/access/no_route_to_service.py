"""LW606: services that host access can't lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.access.shims import shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.handed_out import hand_outs_of, on_a_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.rules.access.shims import Shim
    from lanwright.rules.addressing.handed_out import HandOut


@rule("LW606", Severity.WARNING)
def no_route_to_service(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host is to reach a network, and no route can be written to a service there.

    The host reaches a macvlan or ipvlan container by its shim, a link of its own beside the containers, with a route
    for each static address and one for the network's `ip_range`. A service that has no static address gets whichever
    address Docker has left; where that can be any of the LAN's, a route would lead the whole LAN by the shim. So there
    is none, and what the host sends to such a container is dropped at its parent.

    Write an `ip_range` for the network, from which Docker takes addresses then, or give the service an address.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        for shim in shims(site.hosts[host.name], host):
            families = [version for version in shim.families if not _has_range(shim, version)]
            if families and host.members[shim.network.name]:
                yield from _unled(site, shim, families, free)
            elif families == list(shim.families):
                yield Finding(
                    message=f"the shim of `{shim.network.name}` leads nowhere: the network has no service and no `ip_range`",
                    origin=shim.origin,
                    why="no route can be written, and what the host sends to containers there is dropped",
                    fix="write the network's `ip_range`, or its services with their addresses",
                )


def _has_range(shim: Shim, version: int) -> bool:
    return any(subnet.ip_range for subnet in shim.network.subnets if subnet.prefix.version == version)


def _unled(site: Site, shim: Shim, families: list[int], free: FreeAddresses) -> Iterator[Finding]:
    for service, endpoint in shim.host.members[shim.network.name]:
        lacking = [
            version for version in families if version not in {item.version for item in endpoint.addresses}
        ]
        if lacking:
            shown = " and ".join(f"IPv{version}" for version in lacking)
            here = _here(site, shim, lacking[0])
            yield Finding(
                message=f"`{service.name}` has no static {shown} address on `{shim.network.name}`, which has no {shown} `ip_range`",
                origin=endpoint.origin,
                why="no route can be written: what the host sends there is dropped",
                fix=_fix(shim, here, free, alone=service.replicas == 1),
                edits=free.ip_range_written(here) if here else (),
                related=(Related(shim.origin, "the host is to reach it"),),
            )


def _here(site: Site, shim: Shim, version: int) -> HandOut | None:
    """What Docker hands out of a family there, where it is of a LAN; None where no address is left."""
    given = hand_outs_of(site.hosts[shim.host.name], shim.host, shim.network)
    of_family = (item for item in given if item.subnet.prefix.version == version)
    return next(of_family, None) if on_a_lan(shim.network) else None


def _fix(shim: Shim, here: HandOut | None, free: FreeAddresses, *, alone: bool) -> str:
    range_ = free.ip_range_for(here) if here else "write an `ip_range`"
    return f"{range_} at `{shim.network.name}`{', or a static address here' if alone else ''}"
