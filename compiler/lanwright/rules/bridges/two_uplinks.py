"""LW504: one bridge of Docker's with two uplinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site, Uplink
    from lanwright.plan import HostPlan


@rule("LW504", Severity.ERROR)
def two_uplinks(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two pairs lead from one bridge of Docker's to the host's.

    Two networks name the same bridge (`com.docker.network.bridge.name`), and each has an uplink. Two pairs between the
    same two bridges are a loop: no bridge of these speaks STP, so the first broadcast, an ARP request, goes round for
    ever and takes the LAN down with it. Two pairs to different bridges make one LAN of two. Docker itself refuses the
    second network: "networks have same bridge name".

    Put the services of both on one network, or give the second a bridge of its own by dropping the option.
    """
    first: dict[str, tuple[str, Uplink]] = {}
    for network in host.networks.values():
        uplink = site.hosts[host.name].networks[network.name].uplink
        if uplink is None:
            continue
        name, other = first.setdefault(network.bridge or "", (network.name, uplink))
        if other is uplink:
            continue
        loop = other.veth_to == uplink.veth_to
        joins = f"a second time to `{uplink.veth_to}`" if loop else f"to `{uplink.veth_to}` as well"
        yield Finding(
            message=f"`{network.name}` joins `{network.bridge}` {joins}",
            origin=uplink.at("veth_to"),
            why="two pairs between two bridges are a loop: the first broadcast goes round for ever"
            if loop
            else f"`{other.veth_to}` and `{uplink.veth_to}` become one LAN",
            fix=f"put its services on `{name}`, or drop `com.docker.network.bridge.name`",
            related=(Related(other.at("veth_to"), f"the uplink of `{name}`"),),
        )
