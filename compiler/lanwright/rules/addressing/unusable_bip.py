"""LW206: a bip that docker0 can't have."""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Severity
from lanwright.lower import ipam
from lanwright.plan.intervals import address, hosts, interval
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.values import AddressWithPrefix


_USUAL = {4: 24, 6: 64}


@rule("LW206", Severity.ERROR)
def unusable_bip(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`bip` isn't an address that docker0 can have.

    `bip` is docker0's own address with its prefix length, for example 10.200.0.1/24: it says both where the default
    bridge's subnet lies and which address of it the host has. The subnet's first address (10.200.0.0/24) and its
    broadcast address (10.200.0.255/24) are nobody's: dockerd doesn't start and says "failed to allocate gateway
    (10.200.0.0): Address already in use". Without a prefix length it says "parse bip failed: invalid CIDR address:
    10.200.0.1". `dockerd --validate` finds neither.

    With /32 (or /128) docker0 has the only address there is. dockerd starts, and no container does: "no available IPv4
    addresses on this network's address pools: bridge".

    Write the first host address of the subnet, with the prefix length.
    """
    for index, bip in enumerate(host.daemon.bip):
        origin = site.hosts[host.name].docker.at("bip", index)
        if bip.network.num_addresses == 1:
            yield Finding(
                message=f"`bip` {bip} is all of its subnet: containers have no address",
                origin=origin,
                why=f'no container starts on docker0: "no available IPv{bip.version} addresses on this network\'s address pools"',
                fix=f"write `bip: {_roomy(bip)}`",
                edits=(Write(origin, _roomy(bip)),),
            )
        elif any(interval(bip.ip).overlaps(part) for part in ipam.unusable(bip.network)):
            first = address(bip.version, hosts(bip.network).first)
            broadcast = bip.ip != bip.network.network_address
            yield Finding(
                message=f"`bip` {bip} is the {'broadcast address' if broadcast else 'first address'} of its subnet, not a host's",
                origin=origin,
                why=f'dockerd refuses to start: "failed to allocate gateway ({bip.ip}): Address already in use"',
                fix=f"write `bip: {first}/{bip.network.prefixlen}`",
                edits=(Write(origin, f"{first}/{bip.network.prefixlen}"),),
                safe=not broadcast,
            )


def _roomy(bip: AddressWithPrefix) -> AddressWithPrefix:
    """The address in a subnet of the usual size; that one's first host address where it isn't a host's."""
    wide = ip_interface(f"{bip.ip}/{_USUAL[bip.version]}")
    if any(interval(bip.ip).overlaps(part) for part in ipam.unusable(wide.network)):
        return ip_interface(f"{address(bip.version, hosts(wide.network).first)}/{wide.network.prefixlen}")
    return wide
