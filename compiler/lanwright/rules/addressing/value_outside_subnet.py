"""LW211: a gateway, ip_range or reserved address that no subnet of its network holds."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Drop, Write
from lanwright.diagnostics import Severity
from lanwright.plan.intervals import WIDTH, address, hosts, interval, network
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.same_host_part import same_host_part
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.room import Room


@rule("LW211", Severity.ERROR)
def value_outside_subnet(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A gateway, ip_range or reserved address lies outside the network's subnet.

    Docker makes no such network. The command line says "no matching subnet for gateway 10.12.0.1" (or "for range", or
    "for aux-address"), compose "invalid gateway 10.12.0.1: parent subnet 10.11.0.0/24 doesn't contain this address" or
    "invalid ip-range 10.12.0.0/25: parent subnet 10.11.0.0/24 doesn't contain ip-range"; for an ip_range larger than
    the subnet "CIDR block is bigger than its parent subnet" (since 25.0). A value of a family that the network has no
    subnet of is another matter (LW224).

    Write a value inside the subnet, or the subnet that holds it.
    """
    free = FreeAddresses(site, plan)
    for name, host in plan.hosts.items():
        for made in host.networks.values():
            described = site.hosts[name].networks[made.name]
            subnets = [subnet.prefix for subnet in made.subnets if subnet.written]
            for item in written_values(described):
                family = [subnet for subnet in subnets if subnet.version == item.value.version]
                if family and not any(interval(subnet).covers(interval(item.value)) for subnet in family):
                    lan = plan.lans.get(made.lan or "")
                    router = lan.gateway_of(item.value.version) if lan else None
                    room = free.on_network(host, made)
                    yield Finding(
                        message=f"the {item.key} {item.value} isn't inside the subnet {', '.join(map(str, family))}",
                        origin=item.origin,
                        why=f'Docker makes no such network: "no matching subnet for {item.docker} {item.value}"',
                        fix=_fix(item, family[0], router, room),
                        edits=_changed(item, family[0], router, room),
                    )


class WrittenValue(NamedTuple):
    """A value that must lie in a subnet; `docker` is what Docker's command line calls it."""

    key: str
    docker: str
    value: Address | Prefix
    origin: Origin

    @property
    def away(self) -> Drop:
        """The change of the text that leaves it out."""
        path = self.origin.path
        if self.docker != "aux-address":
            return Drop(self.origin, self.key)
        return Drop(self.origin, path[-1] if path[-2] == "reserve" else path[-2])


def written_values(described: Network) -> Iterator[WrittenValue]:
    """The gateways, ip_ranges and reserved addresses of a network, each with its place."""
    for index, gateway in enumerate(described.gateway):
        yield WrittenValue("gateway", "gateway", gateway, described.at("gateway", index))
    for index, cidr in enumerate(described.ip_range):
        yield WrittenValue("ip_range", "range", cidr.network, described.at("ip_range", index))
    for name, addresses in described.reserve.items():
        for index, reserved in enumerate(addresses):
            place = described.at("reserve", name, index)
            yield WrittenValue(f"reserved address `{name}`", "aux-address", reserved, place)


def _fix(item: WrittenValue, subnet: Prefix, router: Address | None, room: Room) -> str:
    if isinstance(item.value, IPv4Network | IPv6Network):
        block = _block(item.value, subnet, room, item.origin)
        return f"write `ip_range: {block}`" if block else f"write a part of {subnet}"
    if item.docker == "gateway":
        return f"write `gateway: {_gateway(subnet, router)}`"
    return f"write an address of {subnet}, or drop the entry: outside its subnet Docker hands nothing out"


def _changed(item: WrittenValue, subnet: Prefix, router: Address | None, room: Room) -> tuple[Change, ...]:
    """The same as a change of the text; of what is reserved elsewhere that it goes."""
    if isinstance(item.value, IPv4Network | IPv6Network):
        block = _block(item.value, subnet, room, item.origin)
        return (Write(item.origin, block),) if block else ()
    if item.docker == "gateway":
        return (Write(item.origin, _gateway(subnet, router)),)
    return (item.away,)


def _gateway(subnet: Prefix, router: Address | None) -> Address:
    return router if router and router in subnet else address(subnet.version, hosts(subnet).first)


def _block(ip_range: Prefix, subnet: Prefix, room: Room, place: Origin) -> Prefix | None:
    """A free part of the subnet as large as the ip_range, or an eighth of it where that is larger than the subnet."""
    length = ip_range.prefixlen
    if length <= subnet.prefixlen:
        length = min(subnet.prefixlen + 3, subnet.max_prefixlen)
    near = same_host_part(ip_range.network_address, subnet)
    host_bits = WIDTH[subnet.version] - length
    return room.block(network(subnet.version, int(near) >> host_bits << host_bits, length), length, place)
