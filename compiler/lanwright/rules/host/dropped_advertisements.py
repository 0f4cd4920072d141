"""LW714: Docker makes the host forward IPv6, and its default route comes from router advertisements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.kernel import ACCEPT_RA
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan


@rule("LW714", Severity.WARNING)
def dropped_advertisements(host: HostPlan) -> Iterator[Finding]:
    """The host would lose its IPv6 default route, because Docker makes it forward IPv6.

    A kernel that forwards IPv6 is a router, and by default (`accept_ra` = 1) a router takes no routes from other
    routers: with Docker's first IPv6 bridge network the default route that came from an advertisement is gone at once,
    the next advertisements don't bring it back, and nothing is logged. Containers lose their way out with the host.

    Lanwright sets `accept_ra` to 2 on that interface, from the moment that it is brought up, and puts the old value
    back when it is removed. It changes nothing but a 1: a manager that heeds advertisements by itself (systemd-networkd,
    NetworkManager, dhcpcd) has it at 0. A macvlan network doesn't make the host forward, and is no matter.

    Nothing has to be done. To be silent, say under `sysctls` that the host has it at 2 already, give the interface an
    IPv6 address on a LAN with an IPv6 gateway, or say `ra: false` where the LAN has no advertisements.
    """
    causes = [network for network in host.networks.values() if network.driver == "bridge" and network.ipv6]
    cause, name = (causes[0].origin, f"`{causes[0].name}`") if causes else (host.daemon.origin, "docker0")
    for item in host.kernel:
        if item.key == ACCEPT_RA:
            yield Finding(
                message=f"the IPv6 default route over `{item.link}` comes from router advertisements, "
                "which a host that forwards IPv6 drops",
                origin=item.origin,
                why=f"Docker switches IPv6 forwarding on for {name}; {item.path.replace('/', '.')}=2 is set against it",
                fix="give the interface a static IPv6 address and the LAN an IPv6 gateway, or say what the host has: "
                f"`sysctls: {{{item.path}: 2}}`",
                related=(Related(cause, "what IPv6 is forwarded for"),),
            )
