"""How large packets may be: what a bridge network's containers send, and what the host's links take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.docker import Owner
from lanwright.plan.link import LinkKind, Purpose
from lanwright.plan.network_defaults import network_defaults

if TYPE_CHECKING:
    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.link import Link
    from lanwright.plan.site import SitePlan

OPTION = "com.docker.network.driver.mtu"

USUAL = 1500
"""What Docker gives a bridge that nobody told otherwise."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The MTU of a link; `said_by` is the link or, in `lan`, the LAN where it is written."""

    mtu: int
    link: str
    said_by: str
    lan: bool = False


def of_network(network: DockerNetwork) -> int | None:
    """A bridge network's MTU; None where nobody knows it, and where nothing leaves."""
    unknown = network.owner is Owner.EXTERNAL and OPTION not in network.options
    if network.driver != "bridge" or network.internal or unknown:
        return None
    return of_bridge(network)


def of_bridge(network: DockerNetwork) -> int:
    """What a bridge network is made with, one without a way out, too."""
    return _number(network.in_force.get(OPTION)) or USUAL


def by_default(host: HostPlan) -> int:
    """What a bridge network has that doesn't say; the daemon's own `mtu` is docker0's alone."""
    return _number(network_defaults(host.daemon.settings, "bridge").get(OPTION)) or USUAL


def of_docker0(host: HostPlan) -> int | None:
    """The daemon's own `mtu`, where it says something."""
    value = host.daemon.settings.get("mtu")
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def narrowest(plan: SitePlan, host: HostPlan) -> Limit | None:
    """The smallest that is known of the links which containers' packets may leave by."""
    addressed = {item.link for item in host.addresses} | {route.link for route in host.routes}
    leaving = [
        link
        for link in host.links.values()
        if link.purpose is Purpose.HOST
        and link.bridge is None
        and (link.name in addressed or link.dhcp or link.kind is LinkKind.TUNNEL)
    ]
    known = [limit for link in leaving if (limit := of_link(plan, host, link)) is not None]
    return min(known, key=lambda limit: limit.mtu, default=None)


def of_link(plan: SitePlan, host: HostPlan, link: Link) -> Limit | None:
    """Its own MTU, else its LAN's, else the smallest of what is below it."""
    if link.mtu is not None:
        return Limit(link.mtu, link.name, link.name)
    lan = plan.lans.get(link.lan or "")
    if lan is not None and lan.mtu is not None:
        return Limit(lan.mtu, link.name, lan.name, lan=True)
    below = [host.links[name] for name in (link.parent, *link.ports) if name in host.links and name]
    known = [limit for item in below if (limit := of_link(plan, host, item)) is not None]
    return min(known, key=lambda limit: limit.mtu, default=None)


def _number(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None
