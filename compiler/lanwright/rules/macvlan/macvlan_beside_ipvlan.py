"""LW305: a macvlan and an ipvlan network on one parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW305", Severity.ERROR)
def macvlan_beside_ipvlan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan and an ipvlan network have one parent.

    The kernel hands the frames of one interface to one owner: macvlan links or ipvlan links, not both. Docker's two
    drivers don't ask each other, so that both networks are made; once a container of the one runs, none of the other
    starts: "failed to create the macvlan port: device or resource busy" (or "the ipvlan port").

    Use one driver for both, or give one of them a parent of its own: eth0 and its VLAN eth0.7 don't disturb each
    other.
    """
    written = site.hosts[host.name].networks
    first: dict[str, DockerNetwork] = {}
    for network in host.networks.values():
        if network.parent is None:
            continue
        other = first.setdefault(network.parent, network)
        if other.driver == network.driver:
            continue
        yield Finding(
            message=f"the {network.driver} network `{network.name}` and the {other.driver} network `{other.name}` "
            f"are both on `{network.parent}`",
            origin=written[network.name].at("parent"),
            why=(
                "both are made, and once a container of the one runs none of the other starts: "
                f'"failed to create the {network.driver} port: device or resource busy"'
            ),
            fix=f"write `driver: {other.driver}` here too, or give `{network.name}` a VLAN of its own as its parent",
            related=(
                Related(written[other.name].at("parent"), f"`{other.name}` is on it with {other.driver}"),
            ),
        )
