"""LW231: more subnets of a family than a bridge network can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW231", Severity.ERROR)
def several_subnets_of_a_bridge(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A bridge network has two subnets of one family.

    A bridge has one gateway of each family, so Docker's bridge driver takes one IPv4 subnet and one IPv6 subnet and
    makes no network otherwise: "bridge driver doesn't support multiple subnets". macvlan and ipvlan take several.

    Write one subnet that is large enough, or a second network.
    """
    for name, network in host.networks.items():
        if network.driver != "bridge" or network.owner is Owner.EXTERNAL:
            continue
        described = site.hosts[host.name].networks[name]
        first: dict[int, int] = {}
        for index, subnet in enumerate(described.subnet):
            before = first.setdefault(subnet.version, index)
            if before != index:
                yield Finding(
                    message=f"`{name}` has a second IPv{subnet.version} subnet",
                    origin=described.at("subnet", index),
                    why='Docker makes no such network: "bridge driver doesn\'t support multiple subnets"',
                    fix="drop it, or make a second network of it",
                    related=(Related(described.at("subnet", before), "the first one"),),
                )
