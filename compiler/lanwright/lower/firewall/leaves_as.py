"""leaves_as of a service: what its container sends out of the host has an address of its own (SNAT).

A network's `leaves_as` needs no rule of ours: Docker's own option host_ipv4 does it. On iptables hosts Docker puts its
MASQUERADE above everything at each new network, so there the network is made without it (see `lower/masquerade.py`)
and the rest of its containers is masqueraded by our own rule, which then nothing overtakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, Service


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """The services' own rules first, then those for the rest of networks that Docker doesn't masquerade."""
    del lans
    for service in host.services.values():
        yield from _of_service(host, service)
    for network in host.networks.values():
        if network.masquerade_is_ours:
            yield from _rest(network)


def _of_service(host: HostPlan, service: Service) -> Iterator[Rule]:
    for wanted in service.leaves_as:
        for endpoint in service.endpoints:
            network = host.networks[endpoint.network]
            inside = [address for address in endpoint.addresses if address.version == wanted.version]
            if network.strategy == "nat" and inside:
                yield Rule(
                    purpose=RulePurpose.LEAVES_AS,
                    verdict=Verdict.SNAT,
                    hook=Hook.POSTROUTING,
                    version=wanted.version,
                    comment=f"{service.name} leaves as {wanted}",
                    origin=service.origin,
                    source=tuple(host_prefix(address) for address in inside),
                    not_output=network.bridge,
                    to=wanted,
                )


def _rest(network: DockerNetwork) -> Iterator[Rule]:
    for subnet in network.subnets:
        yield Rule(
            purpose=RulePurpose.LEAVES_AS,
            verdict=Verdict.MASQUERADE,
            hook=Hook.POSTROUTING,
            version=subnet.prefix.version,
            comment=f"the rest of {network.name}",
            origin=network.origin,
            source=(subnet.prefix,),
            not_output=network.bridge,
        )
