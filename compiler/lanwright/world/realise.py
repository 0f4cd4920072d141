"""A plan, realised: what the kernel and dockerd will hold once the files are applied and the containers run.

Machine by machine, and each only when somebody asks for it: a question about one host doesn't make the other 999.
"""

from __future__ import annotations

from collections import defaultdict
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.plan.lan import Holder
from lanwright.world import lan_machines
from lanwright.world.containers import docker_view
from lanwright.world.endpoints import Place, places
from lanwright.world.host import host_machine
from lanwright.world.segment import Segment
from lanwright.world.surroundings import INTERNET, WAN, Surroundings
from lanwright.world.wiring import plugs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.containers import DockerView
    from lanwright.world.namespace import Namespace


def realise(plan: SitePlan, around: Surroundings | None = None) -> World:
    """The world of a plan; its machines are made when they are asked for."""
    return World(plan, around or Surroundings())


class World:
    """Namespaces and segments of a whole site.

    Attributes:
        places: everybody that flows start or end at, by full name; `named` is the same by short name.
        segments: the LANs, by name; `wan` joins the routers with the internet.
    """

    def __init__(self, plan: SitePlan, around: Surroundings) -> None:
        self.plan, self.around = plan, around
        self.segments = {lan.name: Segment(name=lan.name, reflects=lan.hairpin) for lan in plan.lans.values()}
        self.wan = Segment(name="the internet")
        self.uplinks = dict(self._uplinks())
        self.places: Mapping[str, Place] = {place.full: place for place in places(plan)}
        self.named: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            self.named[place.short].append(place)
        self._machines: dict[str, dict[str, Namespace]] = {}
        self._namespaces: dict[str, Namespace] = {}
        self._views: dict[str, DockerView] = {}
        self._plug_in()
        self._holders = self._indexed()
        self._ranges = [item for host in plan.hosts.values() for item in _ranges(host)]

    def namespace(self, name: str) -> Namespace:
        """The namespace of a full name."""
        if name not in self._namespaces:
            self.machine(self._machine_of(name))
        return self._namespaces[name]

    def machine(self, name: str) -> Mapping[str, Namespace]:
        """A machine's namespaces, by full name."""
        if name not in self._machines:
            host = self._host_of_clients(name)
            made = self._made(host or name)
            for each in made.values():
                self._namespaces[each.name] = each
                self._machines.setdefault(each.machine, {})[each.name] = each
        return self._machines[name]

    @property
    def made(self) -> frozenset[str]:
        """The machines that somebody has asked for."""
        return frozenset(self._machines)

    def holders(self, address: Address) -> frozenset[str]:
        """The machines that have an address, whether they are made already or not."""
        if address not in self._holders:
            handed_out = {
                host for prefix, host in self._ranges if address in prefix and self._gives(host, address)
            }
            self._holders[address] = frozenset(handed_out)
        return self._holders[address]

    def _gives(self, host: str, address: Address) -> bool:
        """Whether Docker hands the address out to a container on that host."""
        return any(address in item.addresses.values() for item in self.view(host).everybody())

    def called(self, namespace: str) -> str:
        """How a namespace is called as short as can be without being mistaken."""
        place = self.places.get(namespace)
        return place.short if place is not None and len(self.named[place.short]) == 1 else namespace

    def view(self, host: str) -> DockerView:
        """What Docker has on a host."""
        if host not in self._views:
            self._views[host] = docker_view(self.plan.hosts[host])
        return self._views[host]

    def _machine_of(self, name: str) -> str:
        if name in self.places:
            return self.places[name].machine
        host, _, _ = name.partition("/")
        return host if host in self.plan.hosts else name

    def _host_of_clients(self, name: str) -> str | None:
        """VPN clients are made with the host of their container."""
        place = self.places.get(name)
        return place.host if place is not None else None

    def _made(self, name: str) -> Mapping[str, Namespace]:
        if name in self.plan.hosts:
            return host_machine(self.plan.hosts[name], self.view(name), self.segments, self.around)
        if name == "internet":
            made = lan_machines.internet(self.plan, self.wan, self.uplinks, self.around)
        elif name in self.places:
            lan = self.plan.lans[self.places[name].lan or ""]
            made = lan_machines.device(name, lan, self.segments, self.around)
        else:
            addresses = self.uplinks.get(name, ())
            made = lan_machines.router(name, self.plan, self.segments, self.wan, addresses)
        return {made.name: made}

    def _uplinks(self) -> Iterator[tuple[str, tuple[Address, ...]]]:
        """By router, its addresses towards the internet: the first has the first address that is kept for examples."""
        versions: dict[str, set[int]] = {}
        for lan in self.plan.lans.values():
            wanted = self.around.uplinks is None or lan.router in self.around.uplinks
            routed = {claim.address.version for claim in lan.claims if claim.holder is Holder.GATEWAY}
            if routed and wanted and lan.router not in self.plan.hosts:
                versions.setdefault(lan.router, set()).update(routed)
        for number, (router, has) in enumerate(versions.items(), start=1):
            yield router, tuple(_uplink(number, version) for version in sorted(has))

    def _plug_in(self) -> None:
        for lan in self.plan.lans.values():
            segment = self.segments[lan.name]
            if any(claim.holder is Holder.GATEWAY for claim in lan.claims):
                segment.ports[lan.router].append((lan.name, 0))
            for claim in lan.claims:
                if claim.holder is Holder.DEVICE and claim.name not in segment.ports:
                    segment.ports[claim.name].append(("eth0", 0))
        for host in self.plan.hosts.values():
            for card, vlan, lan_name in plugs(host):
                self.segments[lan_name].ports[host.name].append((card, vlan))
        for router in self.uplinks:
            self.wan.ports[router].append((lan_machines.WAN_NAME, 0))
        if self.uplinks:
            self.wan.ports["internet"].append(("eth0", 0))

    def _indexed(self) -> dict[Address, frozenset[str]]:
        found: defaultdict[Address, set[str]] = defaultdict(set)
        for lan in self.plan.lans.values():
            for claim in lan.claims:
                if claim.holder is Holder.GATEWAY:
                    found[claim.address].add(lan.router)
                elif claim.holder is Holder.DEVICE:
                    found[claim.address].add(claim.name)
        for host in self.plan.hosts.values():
            for address in _addresses(host):
                found[address].add(host.name)
        for router, addresses in self.uplinks.items():
            for address in addresses:
                found[address].add(router)
        for address in INTERNET.values():
            found[address].add("internet")
        return {address: frozenset(names) for address, names in found.items()}


def _addresses(host: HostPlan) -> Iterator[Address]:
    """What is written of them; what Docker hands out is found by whoever is on the same machine."""
    yield from (item.address.ip for item in host.addresses)
    for service in host.services.values():
        for endpoint in service.endpoints:
            yield from endpoint.addresses


def _ranges(host: HostPlan) -> Iterator[tuple[Prefix, str]]:
    """The ranges that Docker hands out on a LAN, where somebody there has no address of his own."""
    for network in host.networks.values():
        members = host.members[network.name]
        for subnet in network.subnets if network.strategy != "nat" else ():
            version = subnet.prefix.version
            if any(all(item.version != version for item in endpoint.addresses) for _, endpoint in members):
                yield subnet.ip_range or subnet.prefix, host.name
    if host.daemon.bridge in host.links:
        for subnet in host.daemon.docker0:
            yield subnet.ip_range or subnet.prefix, host.name


def _uplink(number: int, version: int) -> Address:
    if version == 6:
        return WAN[6][number if number < 9 else number + 1]
    if number < 9:
        return WAN[4][number]
    return ip_address(int(ip_address("198.18.0.0")) + number)
