"""LW319: a bridge network whose gateway's address nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.plan.docker import DEFAULT_GATEWAY, INHIBIT_IPV4
from lanwright.plan.truth import is_true
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW319", Severity.WARNING)
def nobody_at_the_gateway(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A bridge network's containers send everything to a gateway that nobody is.

    With `com.docker.network.bridge.inhibit_ipv4` Docker puts no IPv4 address on the network's bridge, and tells the
    containers that their default route is by the address that would be there. The network is made and containers start;
    they reach each other, and nothing else by IPv4: nobody answers for the gateway's address. Published ports lead to them
    no more, since the host has no address there.

    The option is meant for a bridge of the host's own that has its addresses already (`host_bridge`, where Lanwright
    writes it by itself), or for a network whose containers have another gateway. That is a container, whose address
    stands under `reserve` as `DefaultGatewayIPv4`.

    Drop the option. A network that is to have no way out is `internal`.
    """
    for name, network in host.networks.items():
        described = site.hosts[host.name].networks[name]
        if network.strategy != "nat" or network.internal or not network.ipv4:
            continue
        if network.owner is Owner.EXTERNAL or DEFAULT_GATEWAY[4] in described.reserve:
            continue
        if is_true(described.options.get(INHIBIT_IPV4)):
            origin = described.at("options", INHIBIT_IPV4)
            yield Finding(
                message=f"the containers of `{name}` have a gateway that nobody is",
                origin=origin,
                why=f"Docker puts no IPv4 address on `{network.bridge}`, and gives them a default route by it all the same",
                fix="drop the option; for a network without a way out write `internal: true`",
                edits=(Drop(origin, INHIBIT_IPV4),),
            )
