"""LW513: another gateway on a network that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner
from lanwright.plan.docker import DEFAULT_GATEWAY
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW513", Severity.ERROR)
def gateway_of_internal(site: Site, host: HostPlan) -> Iterator[Finding]:
    """An internal bridge network is to have a default gateway of its own.

    An address reserved under the name `DefaultGatewayIPv4` or `DefaultGatewayIPv6` is where the containers of a bridge
    network send everything else to. An internal network has no way out, and Docker makes no network that is to have
    both: "no gateway can be set on an internal bridge network".

    Drop one of the two, or reserve the address under another name.
    """
    for name, network in host.networks.items():
        if network.driver != "bridge" or not network.internal or network.owner is Owner.EXTERNAL:
            continue
        described = site.hosts[host.name].networks[name]
        for key in DEFAULT_GATEWAY.values():
            if key in described.reserve:
                yield Finding(
                    message=f"`{name}` is internal, and `{key}` is to be its way out",
                    origin=described.at("reserve", key),
                    why='Docker makes no such network: "no gateway can be set on an internal bridge network"',
                    fix="drop `internal`, or reserve the address under another name",
                    related=(Related(described.at("internal"), "no way out"),),
                )
