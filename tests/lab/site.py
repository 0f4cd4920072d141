"""A whole site in the lab, as its intent describes it: LANs, devices, hosts, what listens where.

Only what the site's owner has is built: the hosts' own network files, running
Docker daemons, compose files without networks. All that Lanwright adds comes
from the compiled folders (see sample.py), never from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab import cabling, networkd, shapes
from tests.lab.air import AccessPoint
from tests.lab.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.intent import values
    from lanwright.intent.host import Host as HostIntent
    from lanwright.intent.interface import Interface
    from lanwright.intent.lan import Lan as LanIntent
    from lanwright.intent.site import Site as SiteIntent
    from tests.lab.host import Host
    from tests.lab.lab import Lab, Place
    from tests.lab.lan import Cable, Lan
    from tests.lab.machine import Machine


class Site:
    """The machines of an intent, found by the names that they have there."""

    def __init__(self, lab: Lab, intent: SiteIntent, *, docker: bool = True) -> None:
        self.lab, self.intent = lab, intent
        self._docker = docker
        self.routers: dict[str, Machine] = {}
        self.lans: dict[str, Lan] = {}
        self._airs: dict[str, AccessPoint] = {}
        self.devices: dict[str, Machine] = {}
        self.hosts: dict[str, Host] = {}
        self.projects: dict[str, dict[str, Project]] = {}
        for name, lan in intent.lans.items():
            self._add_lan(name, lan)
        for name, host in intent.hosts.items():
            self._add_host(name, host)

    def follow(self, intent: SiteIntent) -> None:
        """Let another intent describe the same machines; its services take the place of those there were."""
        self.intent = intent
        for name, host in self.hosts.items():
            self._add_projects(name, host)

    def _add_projects(self, name: str, host: Host) -> None:
        services = compose_services(name, self.intent.hosts[name])
        self.projects[name] = {project: Project(host, project, its) for project, its in services}

    def place(self, name: str) -> Place:
        """Find a device, a host, or (of a compose project that is up) a service: `web` or `dock1/web`."""
        found = self.devices.get(name) or self.hosts.get(name)
        if found is not None:
            return found
        host, _, service = name.rpartition("/")
        for owner, intent in self.intent.hosts.items():
            if host in {"", owner} and service in intent.services:
                project, its_name = _compose_names(owner, intent, service)
                return self.projects[owner][project].container(its_name)
        raise LookupError(f"{name} is no device, host or service")

    def _add_lan(self, name: str, intent: LanIntent) -> None:
        router_name = intent.router or f"{name}-router"
        if router_name not in self.routers:
            self.routers[router_name] = self.lab.machine(router_name)
        lan = self.lab.lan(name, *_gateways(intent), router=self.routers[router_name])
        self.lans[name] = lan
        for route in intent.routes:
            for to, via in zip(route.to, route.via, strict=True):
                lan.router.run(f"ip route add {to.network} via {via}")
        for device, described in intent.devices.items():
            prefixes = {subnet.version: subnet.network.prefixlen for subnet in intent.subnet}
            addresses = [f"{address}/{prefixes[address.version]}" for address in described.address]
            self.devices[device] = lan.device(device, *addresses, mac=described.mac)
            _listen(self.devices[device], device, described.listens)

    def _add_host(self, name: str, intent: HostIntent) -> None:
        host = self.hosts[name] = self.lab.host(name)
        for nic, (untagged, tagged) in cabling.cables(intent).items():
            first, *_ = [lan for lan in (untagged, *tagged.values()) if lan]
            cable: Cable
            if intent.interfaces[nic].kind == "wireless":
                cable = self._air(first).station(host, nic)
            else:
                cable = self.lans[first].plug(host, nic, untagged=untagged is not None)
            for vlan, lan in tagged.items():
                cable.carry(vlan, self.lans[lan])
        self._set_up(host, intent)
        if self._docker:
            host.start_docker()
        _listen(host, name, intent.listens)
        self._add_projects(name, host)

    def _air(self, lan: str) -> AccessPoint:
        if lan not in self._airs:
            self._airs[lan] = AccessPoint(self.lab, self.lans[lan])
        return self._airs[lan]

    def _set_up(self, host: Host, intent: HostIntent) -> None:
        """Write the host's own network files.

        With ifupdown they leave out the interfaces whose stanzas Lanwright writes. A host of networkd has its addresses
        before Lanwright, too: of an interface that becomes Lanwright's, on the network card below it. A wireless card joins
        by ifupdown's stanza, or by wpa_supplicant's own unit.
        """
        for name, each in intent.interfaces.items():
            if each.kind == "wireless" and (intent.network == "networkd" or each.managed):
                host.run(f"systemctl enable --now wpa_supplicant@{name}")
        if intent.network == "networkd":
            networkd.set_up(host, dict(self._units(intent)))
        else:
            text = (
                shapes.stanza(name, _texts(each.address), gateways, made=cabling.stanza(name, each))
                for name, each, gateways in self._described(intent)
                if not each.managed
            )
            host.set_up("".join(text) + shapes.END)
        for cable in host.cables:
            cable.await_carrier()

    def _units(self, intent: HostIntent) -> Iterator[tuple[str, str]]:
        ports = {port for each in intent.interfaces.values() for port in each.ports}
        for name, each, gateways in self._described(intent):
            addresses = _texts(each.address)
            vlans = cabling.vlans_on(intent, name)
            card = cabling.card_below(intent, name) if each.managed else None
            if card is not None and addresses:
                yield from networkd.own_files(card, addresses, gateways).items()
            elif not each.managed:
                made = cabling.unit(name, each)
                files = networkd.own_files(name, addresses, gateways, made, vlans=vlans, unit=each.unit)
                if name in ports and not each.unit:  # what it is a port of has written that one
                    del files[networkd.network_file(name)]
                yield from files.items()

    def _described(self, intent: HostIntent) -> Iterator[tuple[str, Interface, list[str]]]:
        """Give a host's interfaces, each with the gateways that it leaves by."""
        leaves_by = next(
            (name for name, each in intent.interfaces.items() if self._has_default_route(each)), None
        )
        for name, each in intent.interfaces.items():
            gateways = self.intent.lans[each.lan].gateway if each.lan and name == leaves_by else ()
            yield name, each, _texts(gateways)

    def _has_default_route(self, interface: Interface) -> bool:
        if interface.default_route is not None:
            return interface.default_route
        return bool(interface.address and interface.lan and self.intent.lans[interface.lan].gateway)


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _gateways(intent: LanIntent) -> Iterator[str]:
    for gateway in intent.gateway:
        subnet = next(subnet for subnet in intent.subnet if gateway in subnet.network)
        yield f"{gateway}/{subnet.network.prefixlen}"


def _listen(machine: Machine, name: str, listens: Iterable[values.Listen]) -> None:
    ports = [port for listen in listens for port in _ports(listen)]
    if ports:
        machine.listen(name, *ports)


def _ports(listen: values.Listen) -> Iterator[str]:
    """Spell a listener out as answer.py wants it, one word for each port of a range."""
    address = (
        ""
        if listen.address is None
        else f"[{listen.address}]:"
        if listen.address.version == 6
        else f"{listen.address}:"
    )
    for number in range(listen.port.first, listen.port.last + 1):
        yield f"{address}{number}/{listen.port.protocol}"


def _compose_names(host: str, intent: HostIntent, service: str) -> tuple[str, str]:
    """Give a service's project and its name there."""
    described = intent.services[service]
    return described.project or host, described.service or service


def compose_services(host: str, intent: HostIntent) -> list[tuple[str, dict[str, list[str]]]]:
    """Give each compose project of a host: its services, and what each listens on."""
    projects: dict[str, dict[str, list[str]]] = {}
    for service, described in intent.services.items():
        if described.compose:
            project, name = _compose_names(host, intent, service)
            ports = [port for listen in described.listens for port in _ports(listen)]
            projects.setdefault(project, {})[name] = ports
    return list(projects.items())
