"""The LAN finds the host at its parent, not at a shim that carries the same IPv6 address.

Both answer neighbour solicitations, and the last answer wins: the LAN's packets would come in on the shim, where the
host's own rules for the parent miss them (measured). Of those who don't know the host yet, and so ask all, the shim
answers its containers alone. Who knows it already asks it by unicast, from a link-local address even; only containers
know the shim, and unanswered they would lose the host for a moment now and then (measured).

A container that passes on what its VPN's clients send asks for them from its link-local address (measured), which nothing
in the plan names. Where there are such clients, link-local askers are answered: these are the LAN's routers besides.

That is for macvlan. An ipvlan shim has its parent's MAC address, and the kernel gives it all that is meant for its IP
address, solicitations among it (linux `drivers/net/ipvlan/ipvlan_core.c`): a rule would keep the LAN from the host.

A veth network's own bridge has the host's address because Docker insists on one. Everybody on it is on the LAN, and finds
the host at the host's bridge: it answers nobody.
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.plan import Hook, LinkKind, Purpose, Rule, RulePurpose, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan, Link
    from lanwright.plan.values import Prefix

SOLICITED_NODES = ip_network("ff02::1:ff00:0/104")
"""Where a solicitation goes whose sender doesn't know the neighbour's MAC address (RFC 4291, section 2.7.1)."""

LINK_LOCAL = ip_network("fe80::/10")


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One rule for each macvlan shim with an IPv6 address, on nftables hosts; one for each veth network's bridge with one."""
    del lans
    carriers = {item.link for item in host.addresses if item.address.version == 6}
    for link in host.links.values():
        if link.name not in carriers:
            continue
        if link.purpose is Purpose.UPLINK:
            yield _dropped(link, f"{link.name} answers nobody")
        elif link.purpose is Purpose.SHIM and link.kind is LinkKind.MACVLAN and host.firewall == "nftables":
            yield replace(
                _dropped(link, f"{link.name} answers its containers alone"),
                not_source=tuple(_answered(host, link)),
                destination=(SOLICITED_NODES,),
            )


def _dropped(link: Link, comment: str) -> Rule:
    return Rule(
        purpose=RulePurpose.NEIGHBOURS,
        verdict=Verdict.DROP,
        hook=Hook.INPUT,
        version=6,
        comment=comment,
        origin=link.origin,
        inputs=(link.name,),
        solicitation=True,
    )


def _answered(host: HostPlan, link: Link) -> Iterator[Prefix]:
    routes = [route for route in host.routes if route.link == link.name and route.destination.version == 6]
    yield from (route.destination for route in routes if route.via is None)
    if any(route.purpose is Purpose.CLIENTS for route in routes):
        yield LINK_LOCAL
