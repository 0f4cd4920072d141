"""LW403: what a routed network doesn't carry, and what Docker ignores there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan.routed import is_routed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Service

CALLED = {
    67: "DHCP",
    68: "DHCP",
    137: "NetBIOS names",
    138: "NetBIOS datagrams",
    546: "DHCPv6",
    547: "DHCPv6",
    1900: "SSDP (UPnP)",
    3702: "WS-Discovery",
    5353: "mDNS",
    5355: "LLMNR",
}
"""UDP ports whose clients call by broadcast or multicast (IANA's registry of service names)."""


@rule("LW403", Severity.WARNING)
def unheard_in_routed_mode(site: Site, host: HostPlan) -> Iterator[Finding]:
    """An ipvlan network in mode l3 or l3s is asked for what these modes don't have.

    The modes l3 and l3s route: the kernel hands a container what is for its own address, and nothing else. Broadcast
    and multicast reach no container, and none leaves one. A service that is found in that way (by DHCP, mDNS, SSDP,
    NetBIOS, WS-Discovery) starts, listens, and hears nobody. Those who know its address reach it.

    There is no ARP either, and no gateway. Docker takes the `gateway` of such a network, keeps that address from the
    containers, and gives them "default dev eth0" all the same: the host's own routes decide where their packets go.

    Take mode l2 for a service that must hear the LAN; leave `gateway` out.
    """
    written = site.hosts[host.name]
    for network in host.networks.values():
        if not is_routed(network):
            continue
        if written.networks[network.name].gateway:
            yield Finding(
                message=f"`{network.name}` is in mode {network.mode}, and has a `gateway`",
                origin=written.networks[network.name].at("gateway"),
                why='Docker ignores it: the containers have "default dev eth0", and the host\'s routes decide',
                fix="drop it; to keep the address from the containers write it under `reserve`",
                edits=(Drop(written.networks[network.name].at("gateway"), "gateway"),),
            )
        for service, _ in host.members[network.name]:
            if all(is_routed(host.networks[each.network]) for each in service.endpoints):
                yield from _unheard(network, service)


def _unheard(network: DockerNetwork, service: Service) -> Iterator[Finding]:
    for listen in service.listens:
        port = listen.port
        called = next(
            (CALLED[number] for number in range(port.first, port.last + 1) if number in CALLED), None
        )
        if port.protocol == "udp" and called is not None:
            yield Finding(
                message=f"`{service.name}` listens on {port}, for {called}, on `{network.name}` in mode {network.mode}",
                origin=listen.origin,
                why=f"{called} calls by broadcast or multicast, and in mode {network.mode} none of it reaches a container",
                fix="put it on a network in mode l2, or on macvlan",
                related=(Related(network.origin, f"`{network.name}`"),),
            )
