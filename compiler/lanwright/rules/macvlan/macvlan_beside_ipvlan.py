"""LW305: a macvlan and an ipvlan network on one parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop, Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.parents import stack
from lanwright.rules.macvlan.macvlan_subnet_twice import SHARED_PARENTS
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan
    from lanwright.plan.values import Prefix


@rule("LW305", Severity.ERROR)
def macvlan_beside_ipvlan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan and an ipvlan network have one parent.

    The kernel hands the frames of one interface to one owner: macvlan links or ipvlan links, not both. Docker's two
    drivers don't ask each other, so that both networks are made; once a container of the one runs, none of the other
    starts: "failed to create the macvlan port: device or resource busy" (or "the ipvlan port").

    From Docker 27 on several macvlan networks may share a parent, and with every version one ipvlan network alone. So
    write `driver: macvlan` for both, or give one of them a parent of its own: eth0 and its VLAN eth0.7 don't disturb
    each other. Two networks of one LAN are better one network.
    """
    written = site.hosts[host.name].networks
    first: dict[str, DockerNetwork] = {}
    of_macvlan = {
        subnet.prefix
        for network in host.networks.values()
        if network.driver == "macvlan"
        for subnet in network.subnets
    }
    for network in host.networks.values():
        if network.parent is None:
            continue
        other = first.setdefault(network.parent, network)
        if other.driver == network.driver:
            continue
        ipvlan = _convertible(host, network, other, of_macvlan)
        yield Finding(
            message=f"the {network.driver} network `{network.name}` and the {other.driver} network `{other.name}` "
            f"are both on `{network.parent}`",
            origin=written[network.name].at("parent"),
            why=(
                "both are made, and once a container of the one runs none of the other starts: "
                f'"failed to create the {network.driver} port: device or resource busy"'
            ),
            fix=_fix(network, other, ipvlan),
            edits=_as_macvlan(written[ipvlan.name]) if ipvlan else (),
            related=(
                Related(written[other.name].at("parent"), f"`{other.name}` is on it with {other.driver}"),
            ),
        )


def _fix(network: DockerNetwork, other: DockerNetwork, ipvlan: DockerNetwork | None) -> str:
    """A VLAN helps always, and has a number that only the switch knows."""
    apart = f"give `{network.name}` a VLAN of its own as its parent"
    if ipvlan is not None:
        return f"write `driver: macvlan` at `{ipvlan.name}` too, or {apart}"
    if {subnet.prefix for subnet in network.subnets} & {subnet.prefix for subnet in other.subnets}:
        return f"put its services on `{other.name}` and drop `{network.name}`, or {apart}"
    return apart


def _convertible(
    host: HostPlan, network: DockerNetwork, other: DockerNetwork, of_macvlan: set[Prefix]
) -> DockerNetwork | None:
    """The ipvlan one of the two, where as a macvlan network it does the same, and Docker takes it beside the other."""
    ipvlan, macvlan = (network, other) if network.driver == "ipvlan" else (other, network)
    below = list(stack(host, ipvlan))
    kinds = {host.links[name].kind for link in below for name in (link.name, *link.ports)}
    fits = (
        host.daemon.version >= SHARED_PARENTS
        and ipvlan.mode == "l2"
        and ipvlan.flag in (None, "bridge")
        and macvlan.mode != "passthru"
        and not kinds & {LinkKind.WIRELESS, LinkKind.TUNNEL}
        and of_macvlan.isdisjoint({subnet.prefix for subnet in ipvlan.subnets})
    )
    return ipvlan if fits else None


def _as_macvlan(described: Network) -> tuple[Change, ...]:
    """The driver, and what is said in ipvlan's words; its options aren't macvlan's."""
    if described.options:
        return ()
    mode = (Write(described.at("mode"), "bridge"),) if described.mode is not None else ()
    flag = (Drop(described.at("flag"), "flag"),) if described.flag is not None else ()
    return (Write(described.at("driver"), "macvlan"), *mode, *flag)
