"""LW311: the LAN has a DHCP server, and Docker gives a container its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan


@rule("LW311", Severity.INFO)
def dhcp_server_not_asked(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A container on the LAN gets its address from Docker, and the LAN's DHCP server isn't asked.

    A macvlan container is a machine on the LAN in all but this: Docker's own allocator gives it its address, the lowest
    free one of the network's `ip_range` (of the whole subnet where there is none), before the container starts. The
    LAN's DHCP server sees no request. It knows neither the address nor the container's name, makes no DNS entry, and
    leases the address to somebody else if it lies in its range (LW216).

    Nothing is wrong with that as long as the ranges are apart. Where others must find the container, write its address;
    the address plan (`lanwright plan`) shows what is free. A container that runs a DHCP client itself needs
    NET_ADMIN, and Docker goes on believing in its own address.
    """
    for host in plan.hosts.values():
        for network in host.networks.values():
            lan = plan.lans.get(network.lan or "")
            if network.driver != "macvlan" or not network.ipv4 or lan is None or not lan.dhcp:
                continue
            for service, endpoint in host.members[network.name]:
                if not any(address.version == 4 for address in endpoint.addresses):
                    yield Finding(
                        message=f"`{service.name}` gets its address on `{network.name}` from Docker, not by DHCP",
                        origin=endpoint.origin,
                        why=f"{_range(host, network.name)}; the DHCP server of `{lan.name}` isn't asked and knows nothing of it",
                        fix="write its address where others must find it",
                        related=(Related(site.lans[lan.name].at("dhcp"), "what the DHCP server hands out"),),
                    )


def _range(host: HostPlan, name: str) -> str:
    subnets = (subnet for subnet in host.networks[name].subnets if subnet.prefix.version == 4)
    given = next((subnet.ip_range or subnet.prefix for subnet in subnets), None)
    return f"Docker takes the lowest free one of {given}" if given else "Docker chooses it"
