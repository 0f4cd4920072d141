"""Containers on the LAN by a bridge reach what Docker's other networks publish at the host's addresses.

They come as themselves, and the reply is dropped: Docker lets nothing come to a container but by its own bridge, and
asks before a reply could be told (raw PREROUTING; measured). Masqueraded they come from the other network's gateway, as
containers of any two networks of Docker's see each other. Machines of the LAN keep their addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.joined import dockers_bridges
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, LanPlan
    from lanwright.plan.values import Prefix


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One for each such network and family, where another network could publish anything."""
    del lans
    for network in host.networks.values():
        if network.strategy not in {"host_bridge", "veth"}:
            continue
        for version in (4, 6):
            others, ours = dockers_bridges(host, version), tuple(_containers(host, network, version))
            if others and ours:
                yield Rule(
                    purpose=RulePurpose.BETWEEN_BRIDGES,
                    verdict=Verdict.MASQUERADE,
                    hook=Hook.POSTROUTING,
                    version=version,
                    comment=f"{network.name} reaches what other networks publish",
                    origin=network.origin,
                    outputs=others,
                    source=ours,
                    translated=True,
                )


def _containers(host: HostPlan, network: DockerNetwork, version: int) -> Iterator[Prefix]:
    """What Docker hands out, and the static addresses beside it."""
    ranges = [
        subnet.ip_range for subnet in network.subnets if subnet.ip_range and subnet.prefix.version == version
    ]
    yield from ranges
    for _, endpoint in host.members[network.name]:
        for address in endpoint.addresses:
            if address.version == version and not any(address in prefix for prefix in ranges):
                yield host_prefix(address)
