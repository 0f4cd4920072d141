"""LW230: a gateway or a reserved address that is taken already when Docker makes the network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import Owner
from lanwright.plan.intervals import address, hosts, interval
from lanwright.rules.addressing.free_addresses import FreeAddresses, nearest
from lanwright.rules.addressing.value_outside_subnet import written_values
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import SitePlan, Subnet
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.room import Room
    from lanwright.rules.addressing.value_outside_subnet import WrittenValue


@rule("LW230", Severity.ERROR)
def held_address_taken(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A network's gateway or reserved address is the subnet's first or last one, or is held twice.

    Docker takes a network's addresses in an order: the subnet's first address and (IPv4) its last are nobody's, then
    comes the gateway, then what is under `reserve`, by name. What is taken already it refuses, and makes no network:
    "failed to allocate gateway (10.11.0.255): Address already in use", or "failed to allocate secondary ip address
    (printer:10.11.0.1): Address already in use".

    The gateway needs no entry under `reserve`: it is held anyway, also the one that Docker picks itself on a bridge
    network without one.

    Write a host's address, and each once.
    """
    free = FreeAddresses(site, plan)
    for name, host in plan.hosts.items():
        for network in host.networks.values():
            if network.owner is Owner.EXTERNAL:
                continue
            described = site.hosts[name].networks[network.name]
            room = free.on_network(host, network)
            for subnet in network.subnets:
                if subnet.written:
                    yield from _taken(described, subnet, room)


def _taken(described: Network, subnet: Subnet, room: Room) -> Iterator[Finding]:
    held: dict[Address, tuple[str, Origin]] = {}
    if subnet.gateway is not None:
        place = described.at("gateway") if described.gateway else subnet.origin
        held[subnet.gateway] = ("the network's gateway", place)
    for item, value in _addresses(described, subnet.prefix):
        if item.docker != "gateway" and value in held:
            what, place = held[value]
            spare = what.endswith("gateway")
            yield Finding(
                message=f"the {item.key} {item.value} is {what}",
                origin=item.origin,
                why=_why(item),
                fix="drop it: the address is held without it" if spare else _other(item, value, room),
                related=(Related(place, what),),
                edits=(item.away,) if spare else (),
            )
        elif any(part.covers(interval(value)) for part in ipam.unusable(subnet.prefix)):
            edge = "network" if value == subnet.prefix.network_address else "broadcast"
            yield Finding(
                message=f"the {item.key} {item.value} is the {edge} address of {subnet.prefix}",
                origin=item.origin,
                why=_why(item),
                fix=_inside(item, subnet.prefix),
                related=(Related(subnet.origin, "the subnet"),),
                edits=(Write(item.origin, _first(subnet.prefix)),)
                if item.docker == "gateway"
                else (item.away,),
            )
        held.setdefault(value, (f"the {item.key} as well", item.origin))


def _addresses(described: Network, subnet: Prefix) -> Iterator[tuple[WrittenValue, Address]]:
    """What Docker holds in a subnet, the gateway first."""
    for item in written_values(described):
        value = item.value
        if isinstance(value, IPv4Address | IPv6Address) and value in subnet:
            yield item, value


def _why(item: WrittenValue) -> str:
    what = "gateway" if item.docker == "gateway" else "secondary ip address"
    name = "" if item.docker == "gateway" else item.key.split("`")[1] + ":"
    return f'Docker makes no such network: "failed to allocate {what} ({name}{item.value}): Address already in use"'


def _inside(item: WrittenValue, subnet: Prefix) -> str:
    if item.docker == "gateway":
        return f"write `gateway: {_first(subnet)}`"
    return "drop it: Docker hands it out to nobody"


def _first(subnet: Prefix) -> Address:
    return address(subnet.version, hosts(subnet).first)


def _other(item: WrittenValue, value: Address, room: Room) -> str:
    return f"drop one of the two, or {nearest(room, value, item.origin)}"
