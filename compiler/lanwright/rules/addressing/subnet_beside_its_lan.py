"""LW220: a network on a LAN with another subnet than the LAN's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop, Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import interval
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.addressing.handed_out import on_a_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, LanPlan, SitePlan, Subnet
    from lanwright.plan.values import Prefix

ROUTED = frozenset({"l3", "l3s"})
"""The ipvlan modes whose subnet is no part of the LAN."""


@rule("LW220", Severity.WARNING)
def subnet_beside_its_lan(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A network that stands on a LAN has another subnet than the LAN.

    Its containers are machines of the LAN, and a machine's prefix length tells it whom it reaches without the router.
    With a smaller subnet than the LAN's (192.168.0.0/24 on 192.168.0.0/22) a container sends to the rest of the LAN by
    way of the router, while the rest answers directly: a router with a firewall sees one half of each connection and
    may drop it. With a larger one it looks on the LAN for machines that are elsewhere ("No route to host"). With quite
    another subnet nobody on the LAN reaches it unless the router has an address in it.

    A network that names no LAN and has a gateway in a subnet of its own isn't told: it is a second subnet on the
    cable, whose router is that gateway.

    Leave `subnet` out: the network takes its LAN's. What Docker may hand out is said by `ip_range`.
    """
    lans = PrefixIndex((subnet, lan.name) for lan in plan.lans.values() for subnet in lan.subnets)
    for host in plan.hosts.values():
        for network in host.networks.values():
            if not on_a_lan(network) or network.mode in ROUTED:
                continue
            lan = plan.lans[network.lan or ""]
            names_none = site.hosts[host.name].networks[network.name].lan is None
            for subnet in network.subnets:
                usual = lan.subnet_of(subnet.prefix.version)
                if (
                    usual in (None, subnet.prefix)
                    or not subnet.written
                    or _is_anothers(subnet.prefix, lan, lans)
                    or (names_none and _is_second(subnet, lan))
                ):
                    continue
                yield Finding(
                    message=f"`{network.name}` has the subnet {subnet.prefix} on the LAN `{lan.name}`, which has {usual}",
                    origin=subnet.origin,
                    why=_why(subnet.prefix, usual),
                    fix=_fix(site, host.name, network, usual),
                    related=(Related(site.lans[lan.name].at("subnet"), f"the LAN `{lan.name}`"),),
                    edits=_changed(site, host.name, network, subnet, usual),
                )


def _is_anothers(prefix: Prefix, own: LanPlan, lans: PrefixIndex[str]) -> bool:
    """Whether it is off its own LAN and on another one (LW202)."""
    met = set(lans.overlapping(prefix))
    return bool(met) and own.name not in met


def _is_second(subnet: Subnet, lan: LanPlan) -> bool:
    """Whether it has nothing of its LAN's, and a router of its own."""
    return subnet.gateway is not None and not any(
        subnet.prefix.overlaps(other) for other in _like(lan, subnet)
    )


def _like(lan: LanPlan, subnet: Subnet) -> Iterator[Prefix]:
    return (other for other in lan.subnets if other.version == subnet.prefix.version)


def _why(prefix: Prefix, usual: Prefix) -> str:
    if interval(usual).covers(interval(prefix)):
        return (
            "its containers send to the rest of the LAN by way of the router, and the rest answers directly"
        )
    if interval(prefix).covers(interval(usual)):
        return 'its containers look on the LAN for machines that are elsewhere: "No route to host"'
    return "no machine of the LAN reaches it, unless the router has an address in it"


def _changed(
    site: Site, host: str, network: DockerNetwork, subnet: Subnet, usual: Prefix
) -> tuple[Change, ...]:
    if _comes_along(site, host, network):
        return (Drop(site.hosts[host].networks[network.name].at("subnet"), "subnet"),)
    return (Write(subnet.origin, usual),)


def _comes_along(site: Site, host: str, network: DockerNetwork) -> bool:
    return len(network.subnets) == 1 and site.hosts[host].networks[network.name].lan is not None


def _fix(site: Site, host: str, network: DockerNetwork, usual: Prefix) -> str:
    if _comes_along(site, host, network):
        return f"drop `subnet`: `lan: {network.lan}` brings {usual}"
    return f"write `subnet: {usual}`"
