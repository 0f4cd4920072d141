"""The LAN finds the host at its parent, not at a shim that carries the same IPv6 address.

Both answer neighbour solicitations, and the last answer wins: the LAN's packets would come in on the shim, where the
host's own rules for the parent miss them (measured). Of those who don't know the host yet, and so ask all, the shim
answers its containers alone. Who knows it already asks it by unicast, from a link-local address even; only containers
know the shim, and unanswered they would lose the host for a moment now and then (measured).

That is for macvlan. An ipvlan shim has its parent's MAC address, and the kernel gives it all that is meant for its IP
address, solicitations among it (linux `drivers/net/ipvlan/ipvlan_core.c`): a rule would keep the LAN from the host.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.plan import Hook, LinkKind, Purpose, Rule, RulePurpose, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan

SOLICITED_NODES = ip_network("ff02::1:ff00:0/104")
"""Where a solicitation goes whose sender doesn't know the neighbour's MAC address (RFC 4291, section 2.7.1)."""


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One rule for each macvlan shim with an IPv6 address, on nftables hosts."""
    del lans
    if host.firewall != "nftables":
        return
    carriers = {item.link for item in host.addresses if item.address.version == 6}
    for link in host.links.values():
        if link.purpose is Purpose.SHIM and link.kind is LinkKind.MACVLAN and link.name in carriers:
            routed = (route.destination for route in host.routes if route.link == link.name)
            yield Rule(
                purpose=RulePurpose.NEIGHBOURS,
                verdict=Verdict.DROP,
                hook=Hook.INPUT,
                version=6,
                comment=f"{link.name} answers its containers alone",
                origin=link.origin,
                inputs=(link.name,),
                not_source=tuple(prefix for prefix in routed if prefix.version == 6),
                destination=(SOLICITED_NODES,),
                solicitation=True,
            )
