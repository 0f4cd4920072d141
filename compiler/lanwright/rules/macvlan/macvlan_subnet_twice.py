"""LW301: one host has two macvlan networks of one subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import DockerVersion, Owner
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Subnet
    from lanwright.plan.values import Prefix

SHARED_PARENTS = DockerVersion(27, 0)
"""From here on several macvlan networks may have one parent."""


@rule("LW301", Severity.ERROR)
def macvlan_subnet_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two macvlan networks on one host have one subnet.

    A macvlan network gives each of its containers a MAC address and an IP address of its own on the LAN, as if the
    container were a machine with a cable of its own. The network's parent is the interface of the host that carries
    their frames: eth0, a bridge, a VLAN like eth0.10.

    One such network is enough for a LAN, however many containers it has: each asks for its address there. A second
    one with the same subnet is refused, on the same parent or on another: "invalid pool request: Pool overlaps with
    other one on this address space". Where the later one has an `ip_range`, Docker skips that check and refuses the
    shared gateway instead: "failed to allocate gateway (192.168.0.1): Address already in use". Where the gateways
    differ too, it lets the network through, and there are still two networks for what is one LAN.

    Up to Docker 26 a parent carries one macvlan network only, whatever the subnets: "network dm-... is already using
    parent interface eth0". From 27 on, further ones with other subnets may follow.

    Put the services of both on the first network and drop the second; or, if they are to be apart, give the second a
    LAN of its own: a VLAN with another subnet.
    """
    by_subnet: dict[Prefix, tuple[DockerNetwork, Subnet]] = {}
    by_parent: dict[str, DockerNetwork] = {}
    for network in host.networks.values():
        if network.driver != "macvlan":
            continue
        twice = next((subnet for subnet in network.subnets if subnet.prefix in by_subnet), None)
        before = by_parent.get(network.parent or "")
        if twice is not None:
            yield from _one_subnet(host, network, twice, *by_subnet[twice.prefix])
        elif before is not None and host.daemon.version < SHARED_PARENTS:
            yield from _one_parent(site, host, network, before)
        for subnet in network.subnets:
            by_subnet.setdefault(subnet.prefix, (network, subnet))
        if network.parent:
            by_parent.setdefault(network.parent, network)


def _one_subnet(
    host: HostPlan, network: DockerNetwork, subnet: Subnet, first: DockerNetwork, its_subnet: Subnet
) -> Iterator[Finding]:
    if _both_exist(network, first):
        return
    services = " and ".join(f"`{service.name}`" for service, _ in host.members[network.name])
    move = f"put {services} on `{first.name}` and drop" if services else f"use `{first.name}` and drop"
    yield Finding(
        message=f"`{first.name}` and `{network.name}` are two macvlan networks of {subnet.prefix}",
        origin=subnet.origin,
        why=_refusal(host.daemon.version, subnet, its_subnet),
        fix=f"{move} `{network.name}`, or give `{network.name}` a LAN of its own: a VLAN with another subnet",
        related=(Related(its_subnet.origin, f"`{first.name}` has it already"),),
    )


def _refusal(version: DockerVersion, subnet: Subnet, earlier: Subnet) -> str:
    """What Docker says to the later one."""
    claim, before = (ipam.Claim(item.prefix, item.ip_range) for item in (subnet, earlier))
    if claim.refused_beside(before):
        return f'Docker refuses the second: "{ipam.pool_overlaps(version)}"'
    if subnet.gateway is not None and subnet.gateway == earlier.gateway:
        return f'Docker refuses the second: "failed to allocate gateway ({subnet.gateway}): Address already in use"'
    return "Docker lets the second through, for its `ip_range` alone (moby#46756): two networks for one LAN"


def _one_parent(
    site: Site, host: HostPlan, network: DockerNetwork, first: DockerNetwork
) -> Iterator[Finding]:
    if _both_exist(network, first):
        return
    written = site.hosts[host.name].networks
    subnets = ", ".join(str(subnet.prefix) for subnet in (*first.subnets, *network.subnets) if subnet.written)
    all_of_them = f" with `subnet: [{subnets}]`" if subnets else ""
    refusal = f"network dm-... is already using parent interface {network.parent}"
    yield Finding(
        message=f"`{first.name}` and `{network.name}` are two macvlan networks on `{network.parent}`",
        origin=written[network.name].at("parent"),
        why=f'Docker {host.daemon.version.major} takes one macvlan network on a parent: "{refusal}"',
        fix=f"use `{first.name}`{all_of_them} and drop `{network.name}`, or update Docker to 27 or later",
        related=(Related(written[first.name].at("parent"), f"`{first.name}` is on it already"),),
    )


def _both_exist(network: DockerNetwork, first: DockerNetwork) -> bool:
    """Whether both were made before us: Docker has taken them then."""
    return network.owner is Owner.EXTERNAL and first.owner is Owner.EXTERNAL
