"""LW401: one parent has two ipvlan networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.routed import is_routed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW401", Severity.ERROR)
def parent_in_use(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two ipvlan networks have one parent.

    Docker makes one ipvlan network on an interface, whatever the subnets and modes, and refuses the second: "network
    di-1718ee98b189 is already using parent interface eth0". All of its versions do; only macvlan networks may share a
    parent, since 27.

    There is a reason. Mode and flag belong to the parent, not to the link: the kernel gives a second link its mode and
    switches every link of that parent to it, silently. Containers that stood on the LAN in l2 are in l3 from then on,
    without ARP, and nobody reaches them any more.

    One ipvlan network may have any number of subnets. Write them all at the first one (`subnet: [10.9.0.0/24,
    10.9.1.0/24]`) and drop the second. Where the two are to differ in their mode, or stand on two LANs, give the second
    one a VLAN as its parent: eth0 and eth0.10 don't disturb each other.
    """
    written = site.hosts[host.name].networks
    first: dict[str, DockerNetwork] = {}
    for network in host.networks.values():
        if network.driver != "ipvlan" or network.parent is None:
            continue
        other = first.setdefault(network.parent, network)
        if other is not network:
            yield Finding(
                message=f"the ipvlan networks `{other.name}` and `{network.name}` are both on `{network.parent}`",
                origin=written[network.name].at("parent"),
                why=f'Docker refuses the second: "network di-... is already using parent interface {network.parent}"',
                fix=_fix(network, other),
                related=(Related(written[other.name].at("parent"), f"`{other.name}` has it already"),),
            )


def _fix(network: DockerNetwork, other: DockerNetwork) -> str:
    if (network.mode, network.flag) != (other.mode, other.flag):
        return f"give `{network.name}` a VLAN of its own as its parent"
    prefixes = list(dict.fromkeys(subnet.prefix for item in (other, network) for subnet in item.subnets))
    more = len(prefixes) > len(other.subnets) and is_routed(network)
    subnets = f", with `subnet: [{', '.join(map(str, prefixes))}]`," if more else ""
    return f"put its services on `{other.name}`{subnets} and drop `{network.name}`; or give it a VLAN of its own as its parent"
