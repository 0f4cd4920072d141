"""LW307: mode vepa on a LAN whose switch doesn't send frames back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.kept_apart import reflected
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan


@rule("LW307", Severity.WARNING)
def vepa_without_reflection(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A macvlan network is in mode vepa, and its switch isn't said to reflect frames.

    In mode vepa (Virtual Ethernet Port Aggregator, IEEE 802.1Qbg) containers don't hand frames to each other: all of
    them go out by the cable, for the switch to see, to filter and to count. What is for a neighbour on the same cable
    the switch must send back out of the port that it came from. Switches never do that unless they are told to:
    reflective relay, on a Linux bridge `bridge link set dev PORT hairpin on`.

    Without it the containers reach the LAN and neither each other nor the host. With it they reach all of them, and
    need no shim: the host's frames come back, too. A host whose address is on a bridge stays out of reach (LW308).

    Switch it on for the host's port and write `switch: {hairpin: true}` at the LAN; or write `mode: bridge`. Where the
    containers are to be kept apart, `mode: private` says so.
    """
    for host in plan.hosts.values():
        for network in host.networks.values():
            if network.driver == "macvlan" and network.mode == "vepa" and not reflected(network, plan.lans):
                yield _finding(site, host, network)


def _finding(site: Site, host: HostPlan, network: DockerNetwork) -> Finding:
    lan = site.lans.get(network.lan or "")
    switch = lan.switch if lan else None
    where = f"at `lans.{network.lan}`" if lan else "at its LAN"
    return Finding(
        message=f"`{network.name}` is in mode vepa, and nothing says that the switch sends frames back",
        origin=site.hosts[host.name].networks[network.name].at("mode"),
        why="its containers reach the LAN, and neither each other nor the host",
        fix=f"write `switch: {{hairpin: true}}` {where} if the switch does 802.1Qbg; else `mode: bridge`",
        related=(Related(switch.origin, "what is known of the switch"),) if switch else (),
    )
