"""LW704: Docker is told to leave packet rules or forwarding alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan.kernel import path_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW704", Severity.WARNING)
def docker_keeps_out(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Docker is told to make no packet rules, not to masquerade, or not to switch forwarding on.

    With `iptables: false` Docker makes no rule at all. Then nothing gives the containers' packets the host's address:
    what they send leaves with 172.17.0.2, and no router knows the way back. Published ports are served by docker-proxy
    alone, and the container sees the bridge's address for every client; with `userland_proxy: false` they aren't served
    at all. Nothing keeps one network's containers from another's. `ip6tables: false` is the same for IPv6: a container
    with an IPv6 address is then open to everybody who finds a way to it.

    With `ip-masq: false` what containers of docker0 send leaves with their own addresses, and the LAN's router needs a
    route back. Since 28.2 Docker drops the replies even then (LW508 tells that of other networks), unless
    `allow-direct-routing` is set.

    With `ip-forward: false` Docker leaves net.ipv4.ip_forward as it finds it. While that is 0 the host carries nothing
    between a container and the LAN. Where `sysctls: {net.ipv4.ip_forward: 1}` says that it is on already, all is well.

    Drop the key, unless rules of your own do all of that. To keep the host from routing between its LANs isn't a
    reason: Docker sets the policy of FORWARD to DROP where it switches forwarding on itself.
    """
    docker = site.hosts[host.name].docker
    for key, stops in _stopped(host):
        yield Finding(
            message=f"`{key}: false`: {stops}",
            origin=docker.at("settings", key),
            why=_WHY[key],
            fix=f"drop `{key}`, unless the host has rules of its own for all of that"
            if key != "ip-forward"
            else _FORWARD,
        )


_WHY = {
    "iptables": "containers' packets leave with their own addresses, to which no router knows the way",
    "ip6tables": "containers' IPv6 packets leave with their own addresses, and every port of theirs is open",
    "ip-masq": "containers' packets leave docker0 with their own addresses, to which no router knows the way",
    "ip-forward": "the host carries nothing between containers and the LAN while net.ipv4.ip_forward is 0",
}
_FORWARD = "drop it, or say `sysctls: {net.ipv4.ip_forward: 1}` where the host has it so"


_FORWARDS = ("net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding")
"""Two names of one parameter (kernel `ip-sysctl.rst`)."""


def _stopped(host: HostPlan) -> Iterator[tuple[str, str]]:
    settings, proxy = host.daemon.settings, host.daemon.userland_proxy
    served = "published ports only by docker-proxy" if proxy else "no published ports"
    if settings.get("iptables") is False:
        yield "iptables", f"no masquerade, {served}, no isolation"
    ipv6 = any(network.ipv6 for network in host.networks.values() if network.driver == "bridge")
    docker0 = any(subnet.prefix.version == 6 for subnet in host.daemon.docker0)
    if settings.get("ip6tables") is False and (ipv6 or docker0):
        yield "ip6tables", "for IPv6 no masquerade and no isolation"
    if settings.get("ip-masq") is False and host.daemon.bridge != "none":
        yield "ip-masq", "no masquerade on docker0"
    found = {path_of(key): value for key, value in host.sysctls.items()}
    if settings.get("ip-forward") is False and "1" not in (found.get(path) for path in _FORWARDS):
        yield "ip-forward", "Docker doesn't switch forwarding on"
