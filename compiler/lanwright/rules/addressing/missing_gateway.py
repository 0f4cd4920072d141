"""LW212: a network on a LAN whose containers aren't told the router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion, Owner
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, SitePlan, Subnet

_NONE_BY_ITSELF = DockerVersion(29, 0)


@rule("LW212", Severity.ERROR)
def missing_gateway(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A network on a LAN has no gateway.

    Docker doesn't know the LAN's router. Up to 28 it takes the first free address of the ip_range (or of the subnet)
    as the gateway of a macvlan or ipvlan network: the containers' default route leads to a router that doesn't exist,
    and where there is no ip_range that address may well be the real router's. From 29 on it takes none: the
    containers have no default route, and the first one gets the first address of the subnet, which usually is the
    router's. On the host's own bridge it takes one in every version.

    Write the router's address as `gateway`, or `lan`, which brings it along. Where the LAN itself is written without a
    gateway nothing is lost but a way that isn't there, and one address: a warning (measured with 28.5). A LAN without a
    router says so with `internal: true` up to 28; from 29 on it needs nothing.
    """
    for host in plan.hosts.values():
        version = host.daemon.version
        for network in host.networks.values():
            for subnet in network.subnets:
                if is_missing(plan, host, network, subnet):
                    lan = plan.lans.get(network.lan or "")
                    yield Finding(
                        message=f"`{network.name}` has no IPv{subnet.prefix.version} gateway",
                        origin=network.origin,
                        why=_why(network, version),
                        fix=_fix(host, network, subnet, lan),
                        edits=_added(site.hosts[host.name].networks[network.name], subnet, lan),
                        safe=True,
                        severity=_severity(subnet, lan),
                    )


def _added(written: Network, subnet: Subnet, lan: LanPlan | None) -> tuple[Change, ...]:
    """The LAN's router, which is the only right one where it is inside the subnet."""
    router = lan.gateway_of(subnet.prefix.version) if lan else None
    if router is None or router not in subnet.prefix:
        return ()
    return (Add(written.origin, {"gateway": [router] if written.gateway else router}),)


def _severity(subnet: Subnet, lan: LanPlan | None) -> Severity:
    """A LAN that is written without a router has none as far as anybody knows."""
    routed = lan is None or lan.gateway_of(subnet.prefix.version) is not None
    return Severity.ERROR if routed else Severity.WARNING


def is_missing(plan: SitePlan, host: HostPlan, network: DockerNetwork, subnet: Subnet) -> bool:
    """Whether a subnet lacks the gateway that its containers need; from 29 on they may do without one."""
    lan, version = plan.lans.get(network.lan or ""), host.daemon.version
    on_lan = network.strategy in {"macvlan", "host_bridge"} or (
        network.strategy == "ipvlan" and network.mode == "l2"
    )
    unknown = network.owner is Owner.EXTERNAL  # it has one, or not, whatever the intent says
    nowhere = network.strategy != "host_bridge" and network.parent is None  # LW304
    if (
        not on_lan
        or unknown
        or nowhere
        or network.internal
        or not subnet.written
        or subnet.gateway is not None
    ):
        return False
    if network.driver == "bridge" or version < _NONE_BY_ITSELF or lan is None:
        return True
    advertised = subnet.prefix.version == 6 and lan.ra
    return lan.gateway_of(subnet.prefix.version) is not None and not advertised


def _why(network: DockerNetwork, version: DockerVersion) -> str:
    if network.driver == "bridge" or version < _NONE_BY_ITSELF:
        return f"Docker {version} takes the first free address for one: the default route leads to a router that doesn't exist"
    return f"Docker {version} gives the containers no default route, and the first one the subnet's first address: the router's, most likely"


def _fix(host: HostPlan, network: DockerNetwork, subnet: Subnet, lan: LanPlan | None) -> str:
    version = subnet.prefix.version
    router = lan.gateway_of(version) if lan else None
    if router is not None and router in subnet.prefix:
        return f"write `gateway: {router}`"
    own = [item.ip for item in host.addresses_on(lan.name)] if lan and network.driver == "bridge" else []
    inside = next((address for address in own if address in subnet.prefix), None)
    if inside is not None:
        return f"write the router's address as `gateway`, or the host's own where there is no router: `gateway: {inside}`"
    if router is not None:
        return f"give the router an address of {subnet.prefix} and write that as `gateway`: Docker refuses {router}"
    return "write the router's address as `gateway`; where there is no router write `internal: true`"
