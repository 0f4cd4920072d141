"""Who holds which addresses of a LAN, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.free_space import subtract
from lanwright.plan.intervals import Interval, interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import LanPlan, SitePlan
    from lanwright.plan.values import Prefix

_DHCP = "DHCP server"
_DOCKER = "Docker hands out"


@dataclass(frozen=True, slots=True)
class Held:
    """One address or range, what sort of thing holds it, and that thing's full name."""

    extent: Interval
    holder: str
    name: str


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """A LAN's addresses: `held` sorted by address, a range before what lies in it; `free` is the rest."""

    held: tuple[Held, ...]
    free: tuple[Interval, ...]


def address_plan(lan: LanPlan, plan: SitePlan) -> AddressPlan:
    """Gather what the LAN's machines, its DHCP server and the hosts' daemons hold."""
    held = sorted({*_claimed(lan), *_ranges(lan, plan)}, key=_place)
    extents = [item.extent for item in held]
    return AddressPlan(
        tuple(held), tuple(gap for subnet in lan.subnets for gap in subtract(_usable(subnet), extents))
    )


def _place(item: Held) -> tuple[int, int, int, str, str]:
    extent = item.extent
    return extent.version, extent.first, -extent.last, item.holder, item.name


def _claimed(lan: LanPlan) -> Iterator[Held]:
    """Claims of one name on one address are one holder: a shim may carry its host's address."""
    holders: dict[tuple[Interval, str], list[str]] = {}
    for claim in lan.claims:
        holders.setdefault((interval(claim.address), claim.name), []).append(claim.holder)
    for (extent, name), kinds in holders.items():
        yield Held(extent, ", ".join(dict.fromkeys(kinds)), name)


def _ranges(lan: LanPlan, plan: SitePlan) -> Iterator[Held]:
    for first, last in lan.dhcp:
        yield Held(Interval(first.version, int(first), int(last)), _DHCP, lan.router)
    for host in plan.hosts.values():
        for network in host.networks.values():
            ranges = [
                subnet.ip_range for subnet in network.subnets if network.lan == lan.name and subnet.ip_range
            ]
            yield from (Held(interval(one), _DOCKER, f"{host.name}/{network.name}") for one in ranges)


def _usable(subnet: Prefix) -> Interval:
    """Without the network's own address and IPv4's broadcast (RFC 3021 needs neither in a /31)."""
    version, first, last = interval(subnet)
    if last - first < 2:
        return Interval(version, first, last)
    return Interval(version, first + 1, last - 1 if version == 4 else last)
