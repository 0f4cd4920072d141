"""LW501: Docker takes the host's address off its own bridge, or puts the router's on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner, Purpose
from lanwright.plan.docker import DEFAULT_GATEWAY, INHIBIT_IPV4
from lanwright.plan.joined import taken_bridges
from lanwright.plan.truth import is_true
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, LinkAddress, Subnet


@rule("LW501", Severity.ERROR)
def host_address_taken_away(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Docker would take the host's address away from its own bridge.

    A bridge network has a gateway, and Docker puts that address on the network's bridge. Where the bridge is the
    host's own, br0 with 192.168.0.231, and the gateway is the LAN's router, 192.168.0.1, Docker deletes 192.168.0.231
    from br0, gives it 192.168.0.1/22, and the host's default route goes with the address: the host is off the network,
    and the LAN has two routers. Where no gateway is written it is the first address of the ip_range. Nothing is said
    but at debug level ("Assigning address to bridge interface br0"), and `docker network rm` doesn't bring it back.

    Three shapes leave the host its IPv4 address (all measured): `inhibit_ipv4`, which Lanwright writes by itself, with the
    router as the gateway; the host's own address as the gateway, and the router reserved as `DefaultGatewayIPv4`; the
    host's own address as the gateway alone, a detour by the host.

    Of IPv6 `inhibit_ipv4` keeps nothing. Docker removes every address from the bridge that isn't the network's gateway,
    link-local ones aside, when the network is made and at each of its starts. So Lanwright tells it the host's own
    address as the gateway, with the router as `DefaultGatewayIPv6`; for that the bridge needs an IPv6 address that is
    written. Further addresses, aliases among them, can't stay. A veth network's bridge is none of the host's, but there,
    too, the gateway is put on it, and must not be the router.

    Leave out what overrides these shapes. Where the bridge has no IPv6 address of its own, write one, or give the
    network the LAN's IPv4 `subnet` alone. For IPv6 aliases take another way: macvlan, or `uplink`.
    """
    for network in host.networks.values():
        if network.strategy in {"host_bridge", "veth"} and network.owner is not Owner.EXTERNAL:
            written = site.hosts[host.name].networks[network.name]
            for subnet in network.subnets:
                by_family = _of_ipv4 if subnet.prefix.version == 4 else _of_ipv6
                yield from by_family(host, network, subnet, written)
    for taken in taken_bridges(host):
        if 6 in taken.versions:
            yield from _others(host, taken.bridge, taken.users)


def _of_ipv4(host: HostPlan, network: DockerNetwork, subnet: Subnet, written: Network) -> Iterator[Finding]:
    if is_true(network.options.get(INHIBIT_IPV4)):
        return
    own = _own(host, network, 4)
    host_is_it = own is not None and own.address.ip == subnet.gateway and own.address.network == subnet.prefix
    if network.strategy == "host_bridge" and host_is_it:
        return
    put = str(subnet.gateway) if subnet.gateway else "the first free address of the ip_range"
    yield Finding(
        message=f"`{network.name}` has Docker put {put} on `{network.bridge}`",
        origin=written.at("options", INHIBIT_IPV4),
        why=_loss(network, own),
        fix=f"take `{INHIBIT_IPV4}` out of `options`" + _other_shape(network, own, subnet),
        related=(Related(own.origin, "the host's address"),) if own else (),
        edits=(Drop(written.at("options", INHIBIT_IPV4), INHIBIT_IPV4),),
    )


def _loss(network: DockerNetwork, own: LinkAddress | None) -> str:
    if network.strategy == "veth":
        return "the bridge is joined to the LAN: the host would have two routes there, or the router's own address"
    address = str(own.address.ip) if own else "whatever address the host has there"
    return f"{address} is deleted, the host's default route goes with it, and `docker network rm` brings nothing back"


def _other_shape(network: DockerNetwork, own: LinkAddress | None, subnet: Subnet) -> str:
    if network.strategy == "veth" or own is None or subnet.gateway in (None, own.address.ip):
        return ""
    return f", or write `gateway: {own.address.ip}` and `reserve: {{{DEFAULT_GATEWAY[4]}: {subnet.gateway}}}`"


def _of_ipv6(host: HostPlan, network: DockerNetwork, subnet: Subnet, written: Network) -> Iterator[Finding]:
    own = _own(host, network, 6)
    if own is not None and own.address.ip == subnet.gateway:
        return
    joined = (
        network.bridge if network.strategy == "host_bridge" else written.uplink and written.uplink.veth_to
    )
    put = str(subnet.gateway) if subnet.gateway else "the first free address of the ip_range"
    only = next((item.prefix for item in network.subnets if item.written and item.prefix.version == 4), None)
    drop = f"write `subnet: {only}`, without IPv6" if only else "leave IPv6 to a macvlan network"
    if own is None:
        fix = f"write an IPv6 `address` of `{joined}`, or {drop}"
    else:
        fix = f"drop the IPv6 `gateway`: {own.address.ip} is told to Docker, and {subnet.way_out} reserved as {DEFAULT_GATEWAY[6]}"
    places = [index for index, item in enumerate(written.gateway) if item.version == 6]
    lost = f"every other IPv6 address of `{network.bridge}`, the host's own too, is removed at each start of Docker"
    taken = f"{put} is on the LAN twice then"
    yield Finding(
        message=f"`{network.name}` has Docker put {put} on `{network.bridge}`",
        origin=subnet.origin,
        why=lost if network.strategy == "host_bridge" else taken,
        fix=fix,
        related=(Related(own.origin, "the host's address"),) if own else (),
        edits=tuple(Drop(written.at("gateway", index), "gateway") for index in places if own),
    )


def _others(host: HostPlan, bridge: str, users: str) -> Iterator[Finding]:
    """Aliases."""
    for item in host.addresses:
        if item.link == bridge and item.address.version == 6 and item.purpose is Purpose.ALIAS:
            yield Finding(
                message=f"{item.address.ip} is an alias on `{bridge}`, which {users} is on, with IPv6",
                origin=item.origin,
                why="Docker removes every IPv6 address of that bridge but the host's own, at each of its starts",
                fix="publish at an IPv4 address alone, or put the network on a bridge of its own: "
                f"`uplink: {{veth_to: {bridge}}}`",
            )


def _own(host: HostPlan, network: DockerNetwork, version: int) -> LinkAddress | None:
    """The host's address on the bridge; of a veth network on the one that it leads to."""
    ends = [link.bridge for link in host.links.values() if link.network == network.name and link.bridge]
    on = {network.bridge} if network.strategy == "host_bridge" else set(ends)
    found = (item for item in host.addresses if item.link in on and item.purpose is Purpose.HOST)
    return next((item for item in found if item.address.version == version), None)
