"""LW213: a static address that no subnet of its network holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.rules.addressing.free_addresses import FreeAddresses, moved, nearest
from lanwright.rules.addressing.same_host_part import same_host_part
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Address


@rule("LW213", Severity.ERROR)
def static_address_outside_subnet(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A static address lies outside its network's subnet.

    The container doesn't start: "invalid endpoint settings: no configured subnet contains IP address 10.0.0.3" (up to
    28: "no configured subnet or ip-range contain the IP address 10.0.0.3"). `docker compose config` doesn't find it. An
    address inside the subnet and outside the ip_range is fine: that is where static addresses belong. An IPv6 address
    on a network that has IPv4 alone is another matter (LW224).

    Write a free address of the subnet.
    """
    free = FreeAddresses(site, plan)
    for name, host in plan.hosts.items():
        for item in static_addresses(site.hosts[name], host):
            family = [
                subnet.prefix
                for subnet in item.network.subnets
                if subnet.written and subnet.prefix.version == item.address.version
            ]
            if family and not any(item.address in subnet for subnet in family):
                inside = ", ".join(map(str, family))
                wanted = same_host_part(item.address, family[0])
                yield Finding(
                    message=f"{item.address} of `{item.service}` isn't inside the subnet {inside} of `{item.network.name}`",
                    origin=item.origin,
                    why=f'Docker refuses to start the container: "{not_contained(item.address, host.daemon.version)}"',
                    fix=nearest(free.on_network(host, item.network), wanted, item.origin),
                    related=(
                        Related(item.network.subnets[0].origin, f"the subnet of `{item.network.name}`"),
                    ),
                    edits=moved(free.on_network(host, item.network), wanted, item.origin),
                )


def not_contained(address: Address, version: DockerVersion) -> str:
    """Docker's words for an address that no subnet of the network holds."""
    if version < DockerVersion(29, 0):
        return f"no configured subnet or ip-range contain the IP address {address}"
    return f"invalid endpoint settings: no configured subnet contains IP address {address}"
