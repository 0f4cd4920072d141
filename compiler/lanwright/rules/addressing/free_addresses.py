"""The free addresses around a network, for fixes: of its LAN, or of its own subnets."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.plan.intervals import WIDTH, Interval, hosts, network
from lanwright.rules.addressing.handed_out import by_lan, hand_outs_of, on_a_lan
from lanwright.rules.addressing.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, SitePlan
    from lanwright.plan.intervals import Extent
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.handed_out import HandOut


class FreeAddresses:
    """The room on each LAN and in each network off the LANs.

    What is free is claimed by nobody, lies in no DHCP range and in nothing that Docker hands out by itself.
    """

    def __init__(self, site: Site, plan: SitePlan) -> None:
        self._site, self._plan = site, plan
        self._lans: dict[str, Room] = {}
        self._networks: dict[tuple[str, str], Room] = {}

    def on_lan(self, lan: str) -> Room:
        """The room of a LAN."""
        if lan not in self._lans:
            described = self._plan.lans[lan]
            self._lans[lan] = _room(described.subnets, self._taken_on(described))
        return self._lans[lan]

    def on_network(self, host: HostPlan, network: DockerNetwork) -> Room:
        """The room of a network: its LAN's, or that of subnets of its own, be they on a LAN or not."""
        lan = self._plan.lans[network.lan or ""] if on_a_lan(network) else None
        subnets = [subnet.prefix for subnet in network.subnets]
        if lan and set(subnets) <= set(lan.subnets):
            return self.on_lan(lan.name)
        key = (host.name, network.name)
        if key not in self._networks:
            on_lan = self._taken_on(lan) if lan else ()
            self._networks[key] = _room(subnets, chain(self._taken_in(host, network), on_lan))
        return self._networks[key]

    def ip_range_for(self, given: HandOut) -> str:
        """What to write so that Docker hands out other addresses of the LAN: as many, at least eight (IPv4)."""
        block = self._block_for(given)
        if block is None:
            return f"write an `ip_range` inside {given.subnet.prefix} that meets nothing else"
        return f"write `ip_range: {block}`"

    def _block_for(self, given: HandOut) -> Prefix | None:
        version = given.extent.version
        length = WIDTH[version] - max(3, (given.extent.size - 1).bit_length())
        near = network(
            version, given.extent.first >> WIDTH[version] - length << WIDTH[version] - length, length
        )
        room = self.on_network(self._plan.hosts[given.host], given.network)
        return room.block(near, length, given.origin)

    def ip_range_written(self, given: HandOut) -> tuple[Change, ...]:
        """The same as a change of the text."""
        block = self._block_for(given)
        if block is None:
            return ()
        if given.written:
            return (Write(given.origin, block),)
        described = self._site.hosts[given.host].networks[given.network.name]
        return (Add(described.origin, {"ip_range": [block] if described.ip_range else block}),)

    def _taken_on(self, lan: LanPlan) -> Iterator[Extent]:
        yield from (claim.address for claim in lan.claims)
        yield from lan.gateways
        yield from dhcp_ranges(lan)
        yield from (item.extent for item in self._given.get(lan.name, ()))

    def _taken_in(self, host: HostPlan, network: DockerNetwork) -> Iterator[Extent]:
        for subnet in network.subnets:
            yield from subnet.reserved.values()
            yield from [subnet.gateway] if subnet.gateway else ()
        for _, endpoint in host.members[network.name]:
            yield from endpoint.addresses
        for item in hand_outs_of(self._site.hosts[host.name], host, network):
            yield item.extent

    @cached_property
    def _given(self) -> Mapping[str, list[HandOut]]:
        return by_lan(self._site, self._plan)


def _room(subnets: Sequence[Prefix], taken: Iterable[Extent]) -> Room:
    """The addresses that a host of these subnets may have; an ip_range may reach over the two that it may not."""
    edges = [edge for subnet in subnets for edge in (subnet.network_address, subnet.broadcast_address)]
    return Room(map(hosts, subnets), taken, edges)


def dhcp_ranges(lan: LanPlan) -> Iterator[Interval]:
    """What the LAN's DHCP server hands out; a reversed range (LW227) is none."""
    for first, last in lan.dhcp:
        if int(first) <= int(last):
            yield Interval(first.version, int(first), int(last))


def nearest(room: Room, wanted: Address, place: Origin) -> str:
    """What to write: the free address nearest to the wanted one, if there is one."""
    found = room.address(wanted, place)
    return (
        f"write `{found}`, which is free" if found else "no address is known to be free here: make room first"
    )


def moved(room: Room, wanted: Address, place: Origin, prefixlen: int | None = None) -> tuple[Change, ...]:
    """The same as a change of the text, behind the address the prefix length that belongs to it."""
    found = room.address(wanted, place)
    length = "" if prefixlen is None else f"/{prefixlen}"
    return (Write(place, f"{found}{length}"),) if found else ()
