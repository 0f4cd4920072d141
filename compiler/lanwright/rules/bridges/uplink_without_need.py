"""LW503: a veth uplink where the host's bridge itself would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Rename, Write
from lanwright.diagnostics import Severity
from lanwright.plan import Purpose
from lanwright.plan.joined import taken_bridges
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW503", Severity.WARNING)
def uplink_without_need(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A veth pair joins a network to the host's bridge, and the bridge itself would do.

    An uplink costs a bridge, a pair of links, and a parameter that changes the whole host
    (`bridge-nf-call-iptables=0`). What it gives is a bridge of Docker's own: Docker then leaves the host's alone. That is
    worth it where other Docker networks are behind NAT, since the host's bridge as a network of Docker's would cut them
    off from the LAN (LW506); where the host's bridge has IPv6 addresses that Docker would remove (LW501); and where that
    bridge is a network of Docker's already.

    Where none of that is so, write `host_bridge` in place of `uplink`.
    """
    written = site.hosts[host.name].networks
    for network in host.networks.values():
        uplink = written[network.name].uplink
        if network.strategy == "veth" and uplink and not _is_worth_it(host, network, uplink.veth_to):
            yield Finding(
                message=f"`{network.name}` has an uplink to `{uplink.veth_to}`, which it could be on",
                origin=uplink.at("veth_to"),
                why="nothing here needs a second bridge, and for its sake bridged packets aren't filtered on the whole host",
                fix=f"write `host_bridge: {uplink.veth_to}` in place of `uplink`",
                edits=(
                    Rename(written[network.name].at("uplink"), "host_bridge"),
                    Write(written[network.name].at("uplink"), uplink.veth_to, whole=True),
                ),
            )


def _is_worth_it(host: HostPlan, network: DockerNetwork, bridge: str) -> bool:
    behind_nat = any(item.strategy == "nat" and not item.internal for item in host.networks.values())
    aliases = any(
        item.link == bridge and item.address.version == 6 and item.purpose is Purpose.ALIAS
        for item in host.addresses
    )
    joined = [item for item in host.networks.values() if item.strategy == "veth"]
    taken = any(item.bridge == bridge for item in taken_bridges(host))
    return behind_nat or (aliases and network.ipv6) or taken or network is not joined[0]
