"""Who containers on other networks are to a macvlan container behind a shim with a dummy address, or with none.

MASQUERADE takes the shim's own address, not the route's preferred source (measured): packets would arrive from an
address that nobody answers to. An own table at `srcnat - 1` decides before Docker does. On iptables hosts nothing in
POSTROUTING lasts; there the networks are told host_ipv4 (see `lower/masquerade.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Purpose, Rule, RulePurpose, Verdict
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan, LanPlan, Link, LinkAddress, Route
    from lanwright.plan.values import Address, Prefix


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One rule for each shim that doesn't carry its routes' source; on iptables hosts only where all NAT is ours."""
    del lans
    ours = _masqueraded_by_us(host)
    if host.firewall != "nftables" and not ours:
        return
    for link in host.links.values():
        if link.purpose is Purpose.SHIM:
            for source in unanswered_sources(host.addresses, host.routes, link):
                behind = tuple(prefix for prefix in ours if prefix.version == source.version)
                yield _rule(link, source, () if host.firewall == "nftables" else behind)


def _masqueraded_by_us(host: HostPlan) -> tuple[Prefix, ...]:
    networks = (network for network in host.networks.values() if network.masquerade_is_ours)
    return tuple(subnet.prefix for network in networks for subnet in network.subnets)


def unanswered_sources(
    addresses: Iterable[LinkAddress], routes: Iterable[Route], link: Link
) -> list[Address]:
    """The routes' preferred sources that aren't on the shim itself, one per family at most."""
    carried = {item.address.ip for item in addresses if item.link == link.name}
    sources = {route.source for route in routes if route.link == link.name and route.source}
    return sorted(sources - carried, key=lambda source: source.version)


def _rule(link: Link, source: Address, behind: tuple[Prefix, ...]) -> Rule:
    return Rule(
        purpose=RulePurpose.SHIM_SOURCE,
        verdict=Verdict.SNAT,
        hook=Hook.POSTROUTING,
        version=source.version,
        comment=f"containers of other networks to {link.network}",
        origin=link.origin,
        outputs=(link.name,),
        source=behind,
        not_source=() if behind else (host_prefix(source),),
        to=source,
    )
