"""LW407: a MAC address for an ipvlan container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW407", Severity.ERROR)
def mac_on_ipvlan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service has a `mac` on an ipvlan network.

    All links of an ipvlan network have the MAC address of the host's interface, the parent; that is what ipvlan is for.
    Docker makes the network, and refuses to start the container: "ipvlan interfaces do not support custom mac address
    assignment".

    Leave `mac` out. Where a container must have a MAC address of its own, put it on a macvlan network.
    """
    for network in host.networks.values():
        if network.driver != "ipvlan":
            continue
        for service, endpoint in host.members[network.name]:
            if endpoint.mac is not None:
                written = site.hosts[host.name].services[service.name]
                yield Finding(
                    message=f"`{service.name}` has a MAC address of its own on the ipvlan network `{network.name}`",
                    origin=written.networks[network.name].at("mac"),
                    why='the container doesn\'t start: "ipvlan interfaces do not support custom mac address assignment"',
                    fix="drop `mac`, or put the service on a macvlan network",
                    related=(Related(network.origin, f"`{network.name}`"),),
                    edits=(Drop(written.networks[network.name].at("mac"), "mac"),),
                )
