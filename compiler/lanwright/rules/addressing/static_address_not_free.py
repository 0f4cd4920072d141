"""LW214: a static address that Docker keeps from every container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan.intervals import interval
from lanwright.rules.addressing.free_addresses import FreeAddresses, moved, nearest
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import LanPlan, SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.static_addresses import StaticAddress


@rule("LW214", Severity.ERROR)
def static_address_not_free(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A static address is the subnet's network, broadcast, gateway or a reserved address.

    Docker has these taken before any container starts: the first address of the subnet and (IPv4) the last, the
    gateway, which on a bridge network is the first host address where none is written, and every address under
    `reserve`. The container doesn't start: "failed to set up container networking: Address already in use". The LAN's
    router counts even where the network has another gateway: Docker would allow that, and the LAN would lose its
    router.

    Write a free address.
    """
    free = FreeAddresses(site, plan)
    for name, host in plan.hosts.items():
        for item in static_addresses(site.hosts[name], host):
            described = site.hosts[name].networks[item.network.name]
            held = _held_by(item, described, plan.lans.get(item.network.lan or ""))
            if held is not None:
                what, place = held
                yield Finding(
                    message=f"{item.address} of `{item.service}` is {what}",
                    origin=item.origin,
                    why=_ALLOWED if what.startswith("the router") else _REFUSED,
                    fix=nearest(free.on_network(host, item.network), item.address, item.origin),
                    related=(Related(place, what),),
                    edits=moved(free.on_network(host, item.network), item.address, item.origin),
                )


_REFUSED = (
    'Docker refuses to start the container: "failed to set up container networking: Address already in use"'
)
_ALLOWED = "Docker allows it, and the LAN has two machines with the router's address"


def _held_by(item: StaticAddress, described: Network, lan: LanPlan | None) -> tuple[str, Origin] | None:
    """What the address is already, and where that is written; None where it is free for a service."""
    subnet, name = item.subnet, item.network.name
    if subnet is None:
        return None
    if _is_nobodys(item.address, subnet.prefix):
        sort = "network" if item.address == subnet.prefix.network_address else "broadcast"
        return f"the {sort} address of {subnet.prefix}", subnet.origin
    if item.address == subnet.gateway:
        return f"the gateway of `{name}`", described.at("gateway") if described.gateway else subnet.origin
    if lan is not None and item.address in lan.gateways:
        return f"the router of the LAN `{lan.name}`", lan.origin
    reserved = next((key for key, values in described.reserve.items() if item.address in values), None)
    return None if reserved is None else (f"reserved for `{reserved}`", described.at("reserve", reserved))


def _is_nobodys(address: Address, subnet: Prefix) -> bool:
    """Whether Docker hands it out to nobody; only the first and the last address of a subnet may be such."""
    edge = address in {subnet.network_address, subnet.broadcast_address}
    return edge and any(interval(address).overlaps(part) for part in ipam.unusable(subnet))
