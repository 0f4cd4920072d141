"""A host's shims, as the rules about them see them: what each carries of a family, and what it would best carry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.plan import LinkKind, Purpose
from lanwright.plan.intervals import WIDTH, address, interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, HostAccess, Network
    from lanwright.plan import DockerNetwork, HostPlan, Link, LinkAddress
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.free_addresses import FreeAddresses


class Carried(Enum):
    """What a shim has for an address of one family."""

    OWN = "an address that the host has on the LAN"
    LAN = "an address of the LAN of its own"
    DUMMY = "an address that isn't of the LAN"
    NONE = "no address"


@dataclass(frozen=True, slots=True)
class Shim:
    """One shim: its network, as planned and as written, its link and addresses.

    Attributes:
        own: the host's own addresses where the network's containers stand.
        leased: whether the host has a lease there.
    """

    host: HostPlan
    network: DockerNetwork
    written: Network
    access: HostAccess
    link: Link
    carries: tuple[LinkAddress, ...]
    own: tuple[Address, ...]
    leased: bool

    @property
    def families(self) -> tuple[int, ...]:
        """The address families of its network."""
        written = {subnet.prefix.version for subnet in self.network.subnets if subnet.written}
        return tuple(sorted(written or {subnet.prefix.version for subnet in self.network.subnets}))

    @property
    def origin(self) -> Origin:
        """Where it is asked for."""
        return self.written.at("host_access")

    def carried(self, version: int) -> Carried:
        """What it has for an address of a family; where it has two, the better one."""
        found = [item.address.ip for item in self.carries if item.address.version == version]
        if any(item in self.own for item in found):
            return Carried.OWN
        if any(item in subnet.prefix for item in found for subnet in self.network.subnets):
            return Carried.LAN
        return Carried.DUMMY if found else Carried.NONE

    def has_own(self, version: int) -> bool:
        """Whether the host has an address of a family where the containers stand."""
        return any(item.version == version for item in self.own)

    def lacks_one_family(self, version: int) -> bool:
        """Whether it has no address of a family only because the host itself has none, but has one of the other."""
        lacking = self.carried(version) is Carried.NONE and not self.has_own(version)
        return lacking and any(item.version != version for item in self.own)

    def place(self, version: int) -> Origin:
        """Where its address of a family is given; else where the shim is asked for."""
        versions = [given.version for given in self.access.address]
        return self.access.at("address", versions.index(version)) if version in versions else self.origin


def shims(written: Host, host: HostPlan) -> Iterator[Shim]:
    """Every shim of a host, in the intent's order."""
    ground = _Ground.of(host)
    for name, network in host.networks.items():
        access = written.networks[name].host_access
        link = host.links.get(network.shim or "")
        if access is not None and link is not None:
            yield Shim(
                host=host,
                network=network,
                written=written.networks[name],
                access=access,
                link=link,
                carries=tuple(ground.addresses[link.name]),
                own=tuple(ground.own(network)),
                leased=any(other.dhcp for other in ground.below(network)),
            )


def lack(shim: Shim, version: int) -> str:
    """What its address of a family isn't, as a finding's message."""
    given = next((item.address.ip for item in shim.carries if item.address.version == version), None)
    if given is not None:
        return f"the shim of `{shim.network.name}` has {given}, which is no address of the LAN"
    reason = "is a lease, which nothing tells" if shim.leased else "doesn't exist"
    return f"the shim of `{shim.network.name}` has no IPv{version} address: the host's own there {reason}"


def cure(shim: Shim, version: int, free: FreeAddresses) -> str:
    """What to write for an address of a family that containers can answer to."""
    if shim.lacks_one_family(version):
        return f"write the host's IPv{version} address on its interface on the LAN, or take IPv{version} off the network"
    return best_way(shim, free)


def best_way(shim: Shim, free: FreeAddresses) -> str:
    """How the shim carries the host's own address; for ipvlan, or a host that has none there, free ones of the network.

    Where one of them is the LAN's own already it stays.
    """
    if shim.link.kind is LinkKind.IPVLAN:
        return _addresses_of_its_own(shim, free)
    found = _missing(shim, free)
    keys = [f"interface: {shim.access.interface}"] if shim.access.interface else []
    keys += [f"address: {as_text(found)}"] if found else []
    return f"write `host_access: {{{', '.join(keys)}}}`" if keys else "write `host_access: true`"


def cured(shim: Shim, version: int, free: FreeAddresses) -> tuple[Change, ...]:
    """What `cure` says, as a change of the text, where the shim itself is what changes."""
    return () if shim.lacks_one_family(version) else bettered(shim, free)


def bettered(shim: Shim, free: FreeAddresses) -> tuple[Change, ...]:
    """What `best_way` says, as a change of the text."""
    by_itself = shim.link.kind is LinkKind.IPVLAN
    found = _ipvlans(shim, free) if by_itself else _missing(shim, free)
    if by_itself and not found:
        return ()
    given = [f"{item}/{WIDTH[item.version]}" for item in found]
    keys: dict[str, object] = {"interface": shim.access.interface} if shim.access.interface else {}
    if given:
        keys["address"] = given if len(given) > 1 else given[0]
    return (Write(shim.origin, keys or True, whole=True),)


def _missing(shim: Shim, free: FreeAddresses) -> list[Address]:
    """Free addresses of the families that the host has none of."""
    missing = [version for version in shim.families if not shim.has_own(version)]
    return [item for version in missing if (item := free_address(shim, version, free))]


def _ipvlans(shim: Shim, free: FreeAddresses) -> list[Address]:
    """The addresses of an ipvlan shim's own: those that it has, else free ones."""
    kept: dict[int, Address] = {
        item.address.version: item.address.ip for item in shim.carries if _is_its_own(shim, item)
    }
    families = [version for version in shim.families if not shim.lacks_one_family(version)]
    return [item for version in families if (item := kept.get(version) or free_address(shim, version, free))]


def _addresses_of_its_own(shim: Shim, free: FreeAddresses) -> str:
    found = _ipvlans(shim, free)
    name = f"interface: {shim.access.interface}, " if shim.access.interface else ""
    return f"write `host_access: {{{name}address: {as_text(found)}}}`" if found else NOBODYS


NOBODYS = "give the shim an address of the LAN that nobody has"


def as_text(addresses: Sequence[Address]) -> str:
    """A shim's addresses, as an intent has them: each alone in its prefix, an IPv6 one quoted."""
    shown = [f'"{item}/128"' if item.version == 6 else f"{item}/32" for item in addresses]
    return f"[{', '.join(shown)}]" if len(shown) > 1 else shown[0]


def _is_its_own(shim: Shim, item: LinkAddress) -> bool:
    inside = any(item.address.ip in subnet.prefix for subnet in shim.network.subnets)
    return inside and item.address.ip not in shim.own


def free_address(shim: Shim, version: int, free: FreeAddresses) -> Address | None:
    """A free address near the containers' own."""
    subnet = next(item for item in shim.network.subnets if item.prefix.version == version)
    near = address(version, interval(subnet.ip_range or subnet.prefix).first)
    return free.on_network(shim.host, shim.network).address(near, shim.origin)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a host's networks stand on: its own links by LAN and by name, and the addresses on each link."""

    links: Mapping[str, Link]
    on_lan: Mapping[str, list[Link]]
    addresses: Mapping[str, list[LinkAddress]]

    @classmethod
    def of(cls, host: HostPlan) -> _Ground:
        """Gathered once for all the networks of a host."""
        on_lan: defaultdict[str, list[Link]] = defaultdict(list)
        for link in host.links.values():
            on_lan[link.lan or ""].append(link)
        addresses: defaultdict[str, list[LinkAddress]] = defaultdict(list)
        for item in host.addresses:
            addresses[item.link].append(item)
        return cls(host.links, on_lan, addresses)

    def below(self, network: DockerNetwork) -> Iterator[Link]:
        """The host's own links where the network's containers stand: on its LAN, or its parent."""
        parent = self.links.get(network.parent or "")
        links = self.on_lan[network.lan] if network.lan else [parent] if parent else []
        yield from (link for link in links if link.purpose is Purpose.HOST)

    def own(self, network: DockerNetwork) -> Iterator[Address]:
        """The host's own addresses there; of a network without a LAN, those that are in its subnets."""
        for link in self.below(network):
            for item in self.addresses[link.name]:
                inside = any(item.address.ip in subnet.prefix for subnet in network.subnets)
                if item.purpose is Purpose.HOST and (network.lan or inside):
                    yield item.address.ip
