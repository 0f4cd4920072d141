"""LW219: static addresses that Docker may hand out to another container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import interval
from lanwright.rules.addressing.free_addresses import FreeAddresses, moved, nearest
from lanwright.rules.addressing.handed_out import hand_outs_of
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.handed_out import HandOut


@rule("LW219", Severity.WARNING)
def static_address_in_ip_range(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A static address lies in what Docker hands out by itself.

    A static address is only taken while its container runs. A container without one that starts first (after a
    reboot, say, or while the other is updated) gets the lowest free address of the ip_range: this one, maybe. Then the
    container with the static address doesn't start: "Address already in use". A network without an ip_range hands out
    from the bottom of its subnet, as much as it has containers without a static address.

    Take an address of the subnet outside the ip_range; that is allowed, and what an ip_range is for.
    """
    free = FreeAddresses(site, plan)
    for name, host in plan.hosts.items():
        given: dict[str, list[HandOut]] = {}
        for item in static_addresses(site.hosts[name], host):
            network = item.network
            if network.name not in given:
                given[network.name] = list(hand_outs_of(site.hosts[name], host, network))
            shared = host.services[item.service].replicas > 1  # LW226
            handed = [out for out in given[network.name] if _may_hand_out(out, item.address)]
            if handed and handed[0].subnet.written and not shared:
                yield Finding(
                    message=f"{item.address} of `{item.service}` lies in {handed[0].said}",
                    origin=item.origin,
                    why='a container that starts first may get it; then Docker refuses to start this one: "Address already in use"',
                    fix=nearest(free.on_network(host, network), item.address, item.origin),
                    related=(Related(handed[0].origin, handed[0].said),),
                    edits=moved(free.on_network(host, network), item.address, item.origin),
                )


def _may_hand_out(out: HandOut, address: Address) -> bool:
    """What Docker has taken before any container starts it hands to nobody (LW214)."""
    kept = address == out.subnet.gateway or address in out.subnet.reserved.values()
    return out.extent.covers(interval(address)) and not kept
