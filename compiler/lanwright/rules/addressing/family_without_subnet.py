"""LW224: subnets that aren't for machines, and values of a family that the network has no subnet of."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING

from lanwright.change import Add, Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.plan.intervals import interval
from lanwright.rules.addressing.docker_ranges import (
    docker_ranges,
    instead,
    private_room,
    replaced,
    usual_subnet,
    written_base,
)
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.handed_out import hand_outs_of, on_a_lan
from lanwright.rules.addressing.static_address_outside_subnet import not_contained
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.addressing.value_outside_subnet import written_values
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.docker_ranges import DockerRange
    from lanwright.rules.addressing.room import Room

_IPV4 = "com.docker.network.enable_ipv4"
_ANY_SUBNET = DockerVersion(29, 1)
"""From here on a static address may be asked for on a subnet of Docker's choice."""

_UNREACHABLE = "no router carries such addresses on: nobody behind one is reached"
_NO_GATEWAY = 'no container starts: "route for the gateway could not be found"'

SPECIAL = {
    ip_network(prefix): (said, why)
    for prefix, said, why in (
        ("0.0.0.0/8", 'which stands for "no address"', "from 29.0 on Docker chooses a subnet itself there"),
        ("127.0.0.0/8", "which never leaves a machine (loopback)", _NO_GATEWAY),
        ("169.254.0.0/16", "which a machine gives itself where nobody else does (link-local)", _UNREACHABLE),
        ("224.0.0.0/4", "which is for groups of machines (multicast)", _NO_GATEWAY),
        (
            "::/127",
            'which stands for "no address" and loopback',
            "from 29.0 on Docker chooses a subnet itself there",
        ),
        (
            "::ffff:0:0/96",
            "which programs write IPv4 addresses as",
            'Docker finds no pool of them ("cannot find address pool"), and 26 panics',
        ),
        ("fe80::/10", "which each interface gives itself (link-local)", _UNREACHABLE),
        (
            "ff00::/8",
            "which is for groups of machines (multicast)",
            'Docker refuses it: "multicast subnet is not allowed"',
        ),
    )
}
"""What no subnet may be made of (RFC 6890, RFC 4291), and what happens (dockerd 28.5.2)."""


@rule("LW224", Severity.ERROR)
def family_without_subnet(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A value is of a family that the network has no subnet of, or a subnet isn't for machines.

    IPv4 and IPv6 are two families of addresses, and each needs a subnet of its own on the network. A gateway, an
    `ip_range` or a reserved address without one is refused by the command line ("no matching subnet for gateway
    fd00:1::1"), and a container with a static address without one doesn't start ("user specified IP address is supported
    only when connecting to networks with user configured subnets").

    Some ranges aren't for machines: link-local (169.254.0.0/16, fe80::/10), multicast (224.0.0.0/4, ff00::/8), loopback
    (127.0.0.0/8), 0.0.0.0/8. Docker makes most of such networks without a word. With multicast or loopback no container
    starts there: "route for the gateway 224.0.5.1 could not be found: network is unreachable". Link-local addresses
    work as far as the next router, which drops them; a pool of them keeps dockerd from starting on a host that has one
    itself: "all predefined address pools have been fully subnetted".

    A bridge network needs one family at least: with both switched off by options Docker says "IPv4 or IPv6 must be
    enabled".

    On a LAN with IPv6 Docker hands IPv6 addresses out from the bottom where the network has no IPv6 `ip_range`:
    fd00:8::2 is the first, and on many LANs that one is taken. That is a warning.

    Write the `subnet` of that family, or leave the value out.
    """
    room, free = private_room(site, plan), FreeAddresses(site, plan)
    for lan, described in site.lans.items():
        for index, subnet in enumerate(described.subnet):
            if not subnet.network.network_address.is_unspecified:  # a prefix that comes later: LW007
                said = f"the subnet {{}} of the LAN `{lan}`"
                yield from _lies_in(said, subnet.network, described.at("subnet", index), room)
    for name, host in plan.hosts.items():
        yield from _special(site, plan, host, room)
        for network in host.networks.values():
            yield from _values(site.hosts[name].networks[network.name], network, room)
            yield from _no_family(site.hosts[name].networks[network.name], network)
            yield from _handed_out_from_the_bottom(site, host, network, free)
        for item in static_addresses(site.hosts[name], host):
            written = [subnet for subnet in item.network.subnets if subnet.written]
            if written and item.address.version not in {subnet.prefix.version for subnet in written}:
                yield Finding(
                    message=f"{item.address} of `{item.service}`: {_lacking(item.network, item.address.version)}",
                    origin=item.origin,
                    why=f'Docker refuses to start the container: "{_unasked(item.address, host.daemon.version)}"',
                    fix=_fix(item.network, item.address, room),
                    edits=_added(item.network, item.address, room, Drop(item.origin, "address")),
                    related=(Related(written[0].origin, f"the subnet of `{item.network.name}`"),),
                )


def _unasked(address: Address, version: DockerVersion) -> str:
    """Docker's words for an address of a family that the network has no written subnet of."""
    if version < _ANY_SUBNET:
        return "user specified IP address is supported only when connecting to networks with user configured subnets"
    return not_contained(address, version)


def _values(described: Network, network: DockerNetwork, room: Room) -> Iterator[Finding]:
    families = {subnet.prefix.version for subnet in network.subnets if subnet.written}
    for item in written_values(described):
        value = item.value
        if value.version not in families:
            address = value.network_address if isinstance(value, IPv4Network | IPv6Network) else value
            yield Finding(
                message=f"the {item.key} {value}: {_lacking(network, value.version)}",
                origin=item.origin,
                why=f'Docker makes no such network: "no matching subnet for {item.docker} {value}"',
                fix=_fix(network, address, room),
                edits=_added(network, address, room, item.away),
            )


def _no_family(described: Network, network: DockerNetwork) -> Iterator[Finding]:
    """A network that is to have neither family; macvlan and ipvlan may be without addresses."""
    if network.driver == "bridge" and not network.ipv4 and not network.ipv6 and not described.external:
        yield Finding(
            message=f"`{network.name}` has neither IPv4 nor IPv6",
            origin=described.at("options", _IPV4),
            why='Docker makes no such network: "IPv4 or IPv6 must be enabled"',
            fix="drop the option, or write an IPv6 `subnet`",
            edits=(Drop(described.at("options", _IPV4), _IPV4),),
        )


def _lacking(network: DockerNetwork, version: int) -> str:
    return f"`{network.name}` has no IPv{version} subnet written"


def _fix(network: DockerNetwork, address: Address, room: Room) -> str:
    """What to leave out, or which subnet to write: the usual one around the value, if nothing else is there."""
    if on_a_lan(network):
        return f"drop it, or write an IPv{address.version} `subnet` for the LAN `{network.lan}`"
    block, is_around = usual_subnet(address, room, network.name)
    if block is None:
        return "drop it, or write the `subnet` that holds it"
    return f"drop it, or add the subnet {block}{'' if is_around else ' and an address of it'}"


def _added(network: DockerNetwork, address: Address, room: Room, drop: Drop) -> tuple[Change, ...]:
    """The subnet that holds the value, off the LANs; where there is none the value goes."""
    block, is_around = (None, False) if on_a_lan(network) else usual_subnet(address, room, network.name)
    written = any(subnet.written for subnet in network.subnets)
    return (Add(network.origin, {"subnet": [block] if written else block}) if is_around else drop,)


def _special(site: Site, plan: SitePlan, host: HostPlan, room: Room) -> Iterator[Finding]:
    ranges = {used.origin: used for used in docker_ranges(site.hosts[host.name], host, plan)}
    for said, prefix, origin in _subnets(site, host):
        yield from _lies_in(said, prefix, origin, room, ranges.get(origin))


def _lies_in(
    said: str, prefix: Prefix, origin: Origin, room: Room, used: DockerRange | None = None
) -> Iterator[Finding]:
    """Of a LAN only its owner knows what else has its addresses: there is no edit for it."""
    for special, (purpose, why) in SPECIAL.items():
        if interval(special).overlaps(interval(prefix)):
            yield Finding(
                message=f"{said.format(prefix)} lies in {special}, {purpose}",
                origin=origin,
                why=why,
                fix=instead(used, room) if used else _private(prefix, origin, room),
                edits=replaced(used, room) if used else (),
            )


def _private(prefix: Prefix, origin: Origin, room: Room) -> str:
    block, _ = usual_subnet(prefix.network_address, room, origin)
    return f"write a private range, for example {block}" if block else "write a private range"


def _subnets(site: Site, host: HostPlan) -> Iterator[tuple[str, Prefix, Origin]]:
    """What the intent writes for the host's networks, docker0 and the pools; not what comes from a LAN."""
    written = site.hosts[host.name]
    for pool in host.daemon.pools or ():
        yield "the pool {}", pool.base.network, written_base(written, pool.origin)
    for index, bip in enumerate(host.daemon.bip):
        yield "docker0's subnet {}", bip.network, written.docker.at("bip", index)
    families = {bip.version for bip in host.daemon.bip}
    for index, cidr in enumerate(host.daemon.fixed_cidr):
        if host.daemon.bridge is None and cidr.version not in families:
            yield "docker0's subnet {}", cidr.network, written.docker.at("fixed_cidr", index)
    for name, described in written.networks.items():
        for index, subnet in enumerate(described.subnet):
            yield f"the subnet {{}} of `{name}`", subnet.network, described.at("subnet", index)


def _handed_out_from_the_bottom(
    site: Site, host: HostPlan, network: DockerNetwork, free: FreeAddresses
) -> Iterator[Finding]:
    """IPv6 without an ip_range on a LAN; where the host is to reach the containers, LW606 says it."""
    described = site.hosts[host.name].networks[network.name]
    if not on_a_lan(network) or described.host_access is not None:
        return
    for given in hand_outs_of(site.hosts[host.name], host, network):
        if given.extent.version == 6 and not given.written:
            yield Finding(
                message=f"`{network.name}` has no IPv6 `ip_range`, and services without an IPv6 address",
                origin=described.at("ip_range"),
                why=f"Docker hands out from the bottom of the LAN's subnet, where others are: {given.extent} here",
                fix=free.ip_range_for(given),
                edits=free.ip_range_written(given),
                severity=Severity.WARNING,
            )
