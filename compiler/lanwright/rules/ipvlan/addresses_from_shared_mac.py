"""LW406: IPv6 addresses that are made of a MAC address which all have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW406", Severity.INFO)
def addresses_from_shared_mac(site: Site, host: HostPlan) -> Iterator[Finding]:
    """On an ipvlan network with IPv6 the containers' own addresses follow the order of their start.

    IPv6 machines make themselves addresses of their MAC address: a link-local one, and one in each subnet that a router
    advertises. On ipvlan all have one MAC address. So that no two addresses are alike, the kernel puts a number of the
    link's into the middle: with 02:00:00:00:00:03 the containers get fe80::200:0:200:3, fe80::200:0:300:3 and so on, the
    host fe80::ff:fe00:3 (measured). Nobody clashes. But the number is the next one that is free on the parent: after a
    boot, or a restart in another order, a container has the address that another one had before.

    Nothing should know a container by such an address. The one that Docker gives stays: write it at the service. From
    Docker 27 on the containers are told to take none from advertisements (`accept_ra=0`), where the LAN has them.
    """
    for network in host.networks.values():
        members = host.members[network.name]
        if network.driver == "ipvlan" and network.hears_routers and members:
            without = [
                service.name for service, each in members if not any(a.version == 6 for a in each.addresses)
            ]
            yield Finding(
                message=f"`{network.name}` is ipvlan with IPv6: all there have the MAC address of `{network.parent}`",
                origin=site.hosts[host.name].networks[network.name].at("driver"),
                why="addresses that containers make of it have a number in the middle, which follows the order of their start",
                fix=f"give {', '.join(f'`{name}`' for name in without)} an IPv6 address, and know containers by that"
                if without
                else "know containers by the IPv6 addresses that Docker gives them",
            )
