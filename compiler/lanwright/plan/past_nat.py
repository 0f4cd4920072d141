"""Networks whose containers' own NAT is passed by: what they send on gets their address, and no answer is given it back.

Both are ipvlan's doing. In mode l3s a container is handed what has passed the host's own rules, and none of its own (linux
`drivers/net/ipvlan/ipvlan_l3s.c`, ipvlan_nf_input). On a bridge that is filtered a packet belongs to a connection of the
host's by then, and isn't tracked again (`net/netfilter/nf_conntrack_core.c`, nf_conntrack_in). macvlan's packets are for
another MAC address than the bridge's, and forget theirs (`net/bridge/br_netfilter_hooks.c`, br_nf_local_in).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lanwright.plan.kernel import filters_bridged
from lanwright.plan.link import LinkKind

if TYPE_CHECKING:
    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan


class PastNat(StrEnum):
    """Why it is passed by."""

    MODE = "l3s"
    BRIDGE = "bridge"


def past_nat(host: HostPlan, network: DockerNetwork, version: int) -> PastNat | None:
    """Whether a family's packets pass by the NAT of the network's containers, and why."""
    if network.driver != "ipvlan":
        return None
    if network.mode == "l3s":
        return PastNat.MODE
    parent = host.links.get(network.parent or "")
    over_bridge = parent is not None and parent.kind is LinkKind.BRIDGE
    return PastNat.BRIDGE if over_bridge and filters_bridged(host, version) else None
