"""Whether a macvlan network's mode keeps its containers from each other and from the host.

What a link in mode private or vepa sends to a neighbour on the same parent leaves by the cable. A switch that reflects
frames brings it back: to vepa links the kernel hands it, to private ones nothing that comes from a neighbour (linux
`drivers/net/macvlan.c`, macvlan_handle_frame). The host hears it, too, unless it has its address on a bridge: that drops
what comes back with its own MAC address ("received packet on eth0 with own address as source address").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.link import LinkKind
from lanwright.plan.parents import stack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan


def reflected(network: DockerNetwork, lans: Mapping[str, LanPlan]) -> bool:
    """Whether it is a vepa network whose LAN's switch reflects frames: its containers reach each other by it."""
    lan = lans.get(network.lan or "")
    return _has_mode(network, "vepa") and lan is not None and lan.hairpin


def joined_by_switch(host: HostPlan, network: DockerNetwork, lans: Mapping[str, LanPlan]) -> bool:
    """Whether host and containers reach each other by a switch that reflects."""
    on_bridge = any(link.kind is LinkKind.BRIDGE for link in stack(host, network))
    return reflected(network, lans) and not on_bridge


def kept_apart(network: DockerNetwork, lans: Mapping[str, LanPlan]) -> bool:
    """Whether its containers don't reach each other."""
    return _has_mode(network, "private") or (_has_mode(network, "vepa") and not reflected(network, lans))


def kept_from_host(host: HostPlan, network: DockerNetwork, lans: Mapping[str, LanPlan]) -> bool:
    """Whether its containers and the host don't reach each other, whatever the host has beside them."""
    apart = _has_mode(network, "private") or _has_mode(network, "vepa")
    return apart and not joined_by_switch(host, network, lans)


def _has_mode(network: DockerNetwork, mode: str) -> bool:
    return network.driver == "macvlan" and network.mode == mode
