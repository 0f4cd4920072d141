"""LW314: a network's parent carries no Ethernet frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.parents import foothold, stack
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW314", Severity.ERROR)
def parent_not_ethernet(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan or ipvlan network is on a tunnel.

    macvlan and ipvlan links send Ethernet frames. A tunnel of WireGuard, OpenVPN's tun, PPP or IP in IP carries IP
    packets without any. Docker makes the network, and no container on it starts: "failed to create the macvlan port:
    invalid argument" (with ipvlan: "failed to create the ipvlan port").

    Behind a tunnel containers are reached by routing: put them on a bridge network, and give the tunnel's other end a
    route to its subnet. Tunnels that do carry Ethernet (tap, gretap, vxlan) may be parents: leave their `kind` away.
    """
    for network in host.networks.values():
        tunnel = next((link for link in stack(host, network) if link.kind is LinkKind.TUNNEL), None)
        if tunnel is not None:
            written = site.hosts[host.name]
            by_way_of = "" if tunnel.name == network.parent else f" (by way of `{network.parent}`)"
            yield Finding(
                message=f"`{network.name}` is on the tunnel `{tunnel.name}`{by_way_of}, which carries no Ethernet",
                origin=written.networks[network.name].at("parent"),
                why="Docker makes the network, and no container on it starts: "
                f'"failed to create the {network.driver} port: invalid argument"',
                fix=_fix(host, network),
                edits=_moved(host, network, written.networks[network.name].at("parent")),
                related=(
                    Related(written.interfaces[tunnel.name].at("kind"), f"`{tunnel.name}` is a tunnel"),
                ),
            )


def _moved(host: HostPlan, network: DockerNetwork, place: Origin) -> tuple[Change, ...]:
    link = foothold(host, network.lan)
    return (Write(place, link.name),) if link is not None and link.kind is not LinkKind.TUNNEL else ()


def _fix(host: HostPlan, network: DockerNetwork) -> str:
    """The host's interface on the network's LAN, where that is no tunnel; else a network that is routed."""
    link = foothold(host, network.lan)
    if link is not None and link.kind is not LinkKind.TUNNEL:
        return f"write `parent: {link.name}`"
    return "write `driver: bridge` with a subnet of its own, and give the tunnel's other end a route to it"
