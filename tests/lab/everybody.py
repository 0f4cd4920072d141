"""Everybody of a site who may ask or be asked: devices, hosts, containers, a VPN's clients, and somebody in the internet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lanwright.plan.shared_namespace import is_in_hosts_namespace
from lanwright.plan.sockets import EVERY, openings
from lanwright.plan.vpn import Return
from tests.lab.tunnel import Tunnel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lanwright.intent import values
    from lanwright.plan import HostPlan, Service, SitePlan
    from lanwright.plan.port import Listen
    from tests.lab.container import Container
    from tests.lab.site import Site

PORT = 7000
"""Where a device, and the machine in the internet, answers besides what the intent says."""
INTERNET = {4: "198.51.100.9", 6: "2001:db8::9"}
CLIENT_PORT = 80
NAT = "/usr/local/lib/lanwright/lanwright-nat"


@dataclass(frozen=True, slots=True)
class Door:
    """An address and a port where `name` should answer; the address is the own one of the place `at`."""

    name: str
    at: str
    address: str
    port: int
    protocol: str
    published: bool = False

    def is_for(self, place: str) -> bool:
        """Whether a question from there says anything: everybody's loopback is another one, and nobody asks himself."""
        if self.address.startswith("127.") or self.address == "::1":
            return self.at == place
        return self.published or self.at != place

    def __str__(self) -> str:
        shown = f"[{self.address}]" if ":" in self.address else self.address
        return f"{shown}:{self.port}/{self.protocol}"


class Everybody:
    """All of them, found by the names that the intent gives them; made for a site whose projects are up."""

    def __init__(self, site: Site, plan: SitePlan) -> None:
        self._site, self._plan = site, plan
        for name, device in site.devices.items():
            device.listen(name, f"{PORT}")
        self._internet = self._beyond()
        self._tunnels = dict(self._dug())
        self.connect()

    def connect(self) -> None:
        """Let each VPN's container bring its tunnel up, as its program does whenever it starts; our script is its hook.

        A host speaks from no address that it is still asking about (Docker up to 26 makes bridges whose IPv6 it asks for).
        """
        for each in self._site.hosts.values():
            each.await_addresses()
        for (host, name), tunnel in self._tunnels.items():
            container = self._container(host, name)
            tunnel.connect(container)
            clients = self._plan.hosts[host].services[name].clients
            if clients is not None and clients.returned is Return.NAT:
                self._site.hosts[host].run(f"docker exec --privileged {container.name} {NAT} apply")

    def _beyond(self) -> list[str]:
        """The addresses of a machine behind the router of the first LAN that has one, of that router's families."""
        for lan, intent in self._site.intent.lans.items():
            if intent.gateway:
                self._site.lab.internet(self._site.lans[lan].router).listen("internet", f"{PORT}")
                return [INTERNET[gateway.version] for gateway in intent.gateway]
        return []

    def _dug(self) -> Iterator[tuple[tuple[str, str], Tunnel]]:
        for host, service in self._services():
            if service.clients is not None:
                ends = []
                for prefix in service.clients.ranges:
                    server, client = islice(prefix.hosts(), 2)
                    ends.append((f"{server}/{prefix.prefixlen}", f"{client}/{prefix.prefixlen}"))
                yield (host, service.name), Tunnel(self._site.lab, f"{service.name}-clients", *ends)

    def places(self) -> dict[str, Path]:
        """Each one's network namespace, by name, in the order of the intent."""
        site = self._site
        found = {name: machine.netns for name, machine in (*site.devices.items(), *site.hosts.items())}
        for host, service in self._services():
            if service.network_mode is None:
                found[service.name] = self._container(host, service.name).netns
        found |= {f"{name}/clients": tunnel.client.netns for (_, name), tunnel in self._tunnels.items()}
        return found | ({"internet": site.lab.machines["internet"].netns} if self._internet else {})

    def doors(self) -> list[Door]:
        """Every address and port where somebody should answer, once each, in the order of the intent."""
        found = [*self._of_devices(), *self._of_hosts(), *self._of_services(), *self._of_clients()]
        return list({(door.address, door.port, door.protocol, door.name): door for door in found}.values())

    def labels(self) -> dict[str, str]:
        """How addresses that Docker handed out are called: which container gets which depends on who is first."""
        found: dict[str, str] = {}
        for host, service in self._services():
            pinned = {str(address) for endpoint in service.endpoints for address in endpoint.addresses}
            for network, addresses, gateways in self._attached(host, service):
                found |= {one: f"{service.name}@{network}" for one in addresses if one not in pinned}
                found |= {one: f"gateway@{network}" for one in gateways if one not in self._known()}
        return found

    def _known(self) -> set[str]:
        return {str(claim.address) for lan in self._plan.lans.values() for claim in lan.claims}

    def _of_devices(self) -> Iterator[Door]:
        for name in self._site.devices:
            intent = next(lan.devices[name] for lan in self._site.intent.lans.values() if name in lan.devices)
            for address in intent.address:
                yield Door(name, name, str(address), PORT, "tcp")
            for listen in intent.listens:
                yield from _doors(name, name, map(str, intent.address), listen)
        yield from (Door("internet", "internet", address, PORT, "tcp") for address in self._internet)

    def _of_hosts(self) -> Iterator[Door]:
        for name, host in self._plan.hosts.items():
            for listen in host.listens:
                yield from _doors(name, name, _own(host), listen)
            for opening in openings(host):
                port = opening.port
                for address in _own(host) if opening.address in EVERY.values() else [str(opening.address)]:
                    if (":" in address) == (opening.address.version == 6):
                        yield Door(
                            opening.service.name, name, address, port.first, port.protocol, published=True
                        )

    def _of_services(self) -> Iterator[Door]:
        for host, service in self._services():
            mode = service.network_mode or ""
            holder = mode.removeprefix("service:") if mode.startswith("service:") else service.name
            if is_in_hosts_namespace(self._plan.hosts[host].services, service):
                holder, addresses = host, _own(self._plan.hosts[host])
            else:
                attached = self._attached(host, self._plan.hosts[host].services[holder])
                addresses = [address for _, found, _ in attached for address in found]
            for listen in service.listens:
                yield from _doors(service.name, holder, addresses, listen)

    def _of_clients(self) -> Iterator[Door]:
        for (_, name), tunnel in self._tunnels.items():
            for address in tunnel.clients:
                yield Door(f"{name}-clients", f"{name}/clients", address, CLIENT_PORT, "tcp")

    def _services(self) -> Iterator[tuple[str, Service]]:
        for name, host in self._plan.hosts.items():
            yield from ((name, service) for service in host.services.values() if service.compose)

    def _container(self, host: str, service: str) -> Container:
        planned = self._plan.hosts[host].services[service]
        return self._site.projects[host][planned.project].container(planned.compose_name)

    def _attached(self, host: str, service: Service) -> Iterator[tuple[str, list[str], list[str]]]:
        """Each network of a running container: its name, the container's addresses there, the gateways."""
        networks = self._container(host, service.name).inspect()["NetworkSettings"]["Networks"]
        for name, facts in sorted(networks.items()):
            addresses = [facts["IPAddress"], facts["GlobalIPv6Address"]]
            yield (
                name,
                [one for one in addresses if one],
                [one for one in (facts["Gateway"], facts["IPv6Gateway"]) if one],
            )


def _own(host: HostPlan) -> list[str]:
    return [str(item.address.ip) for item in host.addresses if item.purpose == "host"]


def _doors(name: str, at: str, addresses: Iterable[str], listen: Listen | values.Listen) -> Iterator[Door]:
    """Where a process is reached: at its own address, or at all of the machine's."""
    anywhere = listen.address is None or listen.address.is_unspecified
    for address in addresses if anywhere else [str(listen.address)]:
        yield Door(name, at, address, listen.port.first, listen.port.protocol)
