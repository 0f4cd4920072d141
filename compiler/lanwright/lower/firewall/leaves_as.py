"""leaves_as of a service: what its container sends out of the host has an address of its own (SNAT).

A network's `leaves_as` needs no rule of ours: Docker's own option host_ipv4 does it, except for one that is there already,
which is named by its subnet. On iptables hosts Docker puts its
MASQUERADE above everything at each new network, so there the network is made without it (see `lower/masquerade.py`)
and the rest of its containers is masqueraded by our own rule, which then nothing overtakes.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.lower.masquerade import MASQUERADE, host_address_option
from lanwright.plan import Hook, Owner, Rule, RulePurpose, Verdict
from lanwright.plan.truth import is_false
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, Service
    from lanwright.plan.values import Prefix


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """The services' own rules first, then those for the rest of networks that Docker doesn't masquerade."""
    del lans
    for service in host.services.values():
        yield from _of_service(host, service)
    for network in host.networks.values():
        if network.masquerade_is_ours:
            yield from _rest(network)
        elif not network.internal and ours_is_met(host, network):
            yield from _there_already(network)


def _of_service(host: HostPlan, service: Service) -> Iterator[Rule]:
    for wanted in service.leaves_as:
        for endpoint in service.endpoints:
            network = host.networks[endpoint.network]
            inside = [address for address in endpoint.addresses if address.version == wanted.version]
            there_already = network.owner is Owner.EXTERNAL  # under a bridge whose name isn't ours to say
            if network.strategy == "nat" and inside and ours_is_met(host, network):
                yield Rule(
                    purpose=RulePurpose.LEAVES_AS,
                    verdict=Verdict.SNAT,
                    hook=Hook.POSTROUTING,
                    version=wanted.version,
                    comment=f"{service.name} leaves as {wanted}",
                    origin=service.origin,
                    source=tuple(host_prefix(address) for address in inside),
                    not_output=None if there_already else network.bridge,
                    not_destination=_neighbours(network, wanted.version) if there_already else (),
                    to=wanted,
                )


def _neighbours(network: DockerNetwork, version: int) -> tuple[Prefix, ...]:
    return tuple(subnet.prefix for subnet in network.subnets if subnet.prefix.version == version)


def ours_is_met(host: HostPlan, network: DockerNetwork) -> bool:
    """Whether Docker's MASQUERADE doesn't come first: an own table always wins, a chain only where there is none."""
    return host.firewall == "nftables" or is_false(network.options.get(MASQUERADE))


def _there_already(network: DockerNetwork) -> Iterator[Rule]:
    """A network whose options aren't ours to say: all that leaves its written subnets."""
    for wanted in network.leaves_as:
        inside = tuple(
            subnet.prefix
            for subnet in network.subnets
            if subnet.written and subnet.prefix.version == wanted.version
        )
        if inside:
            yield Rule(
                purpose=RulePurpose.LEAVES_AS,
                verdict=Verdict.SNAT,
                hook=Hook.POSTROUTING,
                version=wanted.version,
                comment=f"{network.name} leaves as {wanted}",
                origin=network.origin,
                source=inside,
                not_destination=inside,
                to=wanted,
            )


def _rest(network: DockerNetwork) -> Iterator[Rule]:
    """As Docker would have done: to the network's own `leaves_as`, if it has one, else to what the kernel takes."""
    for subnet in network.subnets:
        version = subnet.prefix.version
        named = network.options.get(host_address_option(version))
        yield Rule(
            purpose=RulePurpose.LEAVES_AS,
            verdict=Verdict.SNAT if named else Verdict.MASQUERADE,
            hook=Hook.POSTROUTING,
            version=version,
            comment=f"the rest of {network.name}",
            origin=network.origin,
            source=(subnet.prefix,),
            not_output=network.bridge,
            to=ip_address(named) if named else None,
        )
