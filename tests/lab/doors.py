"""Where somebody of a site should answer, and how addresses that nobody wrote are called: told from intent and plan.

What Docker has handed out is asked of whoever knows: the lab's daemons, or a world that was realised from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lanwright.plan.shared_namespace import is_in_hosts_namespace
from lanwright.plan.sockets import EVERY, openings

if TYPE_CHECKING:
    from lanwright.intent import Site as Intent
    from lanwright.intent import values
    from lanwright.plan import HostPlan, Service, SitePlan
    from lanwright.plan.port import Listen

PORT = 7000
"""Where a device, and the machine in the internet, answers besides what the intent says."""
INTERNET = {4: "198.51.100.9", 6: "2001:db8::9"}
CLIENT_PORT = 80

Attached = Callable[[str, "Service"], Iterable[tuple[str, list[str], list[str]]]]
"""Of a host's service, each network of its container: the name, the container's addresses there, the gateways."""


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


class Doors:
    """All doors of a site whose containers have the addresses that `attached` tells."""

    def __init__(self, intent: Intent, plan: SitePlan, attached: Attached) -> None:
        self._intent, self._plan, self._attached = intent, plan, attached

    def internet(self) -> list[str]:
        """The addresses of a machine behind the router of the first LAN that has one, of that router's families."""
        for lan in self._intent.lans.values():
            if lan.gateway:
                return [INTERNET[gateway.version] for gateway in lan.gateway]
        return []

    def places(self) -> Iterator[str]:
        """Everybody who asks, in the order of the intent."""
        for lan in self._intent.lans.values():
            yield from lan.devices
        yield from self._plan.hosts
        yield from (service.name for _, service in self.services() if service.network_mode is None)
        yield from (f"{service.name}/clients" for _, service in self.services() if service.clients)
        yield from ["internet"] if self.internet() else []

    def doors(self) -> list[Door]:
        """Every address and port where somebody should answer, once each, in the order of the intent."""
        found = [*self._of_devices(), *self._of_hosts(), *self._of_services(), *self._of_clients()]
        return list({(door.address, door.port, door.protocol, door.name): door for door in found}.values())

    def labels(self) -> dict[str, str]:
        """How addresses that Docker handed out are called: which container gets which depends on who is first.

        Of a subnet that two hosts have, each for itself, an address may be anybody's.
        """
        found: dict[str, str] = {}
        for host, service in self.services():
            pinned = {str(address) for endpoint in service.endpoints for address in endpoint.addresses}
            for network, addresses, gateways in self._attached(host, service):
                name = "somebody" if self._is_elsewhere(host, network) else f"{service.name}@{network}"
                found |= dict.fromkeys(set(addresses) - pinned, name)
                found |= {one: f"gateway@{network}" for one in gateways if one not in self._known()}
        return found

    def _is_elsewhere(self, host: str, network: str) -> bool:
        """Whether another host, too, has a network of its own with this one's subnet."""
        here = self._plan.hosts[host].networks[network]
        there = [
            item
            for name, other in self._plan.hosts.items()
            if name != host
            for item in other.networks.values()
        ]
        subnets = {subnet.prefix for item in there if item.lan is None for subnet in item.subnets}
        return here.lan is None and any(subnet.prefix in subnets for subnet in here.subnets)

    def services(self) -> Iterator[tuple[str, Service]]:
        """What compose runs, each with its host."""
        for name, host in self._plan.hosts.items():
            yield from ((name, service) for service in host.services.values() if service.compose)

    def _known(self) -> set[str]:
        return {str(claim.address) for lan in self._plan.lans.values() for claim in lan.claims}

    def _of_devices(self) -> Iterator[Door]:
        for lan in self._intent.lans.values():
            for name, intent in lan.devices.items():
                for address in intent.address:
                    yield Door(name, name, str(address), PORT, "tcp")
                for listen in intent.listens:
                    yield from _doors(name, name, map(str, intent.address), listen)
        yield from (Door("internet", "internet", address, PORT, "tcp") for address in self.internet())

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
        for host, service in self.services():
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
        for _, service in self.services():
            for address in clients_of(service):
                yield Door(f"{service.name}-clients", f"{service.name}/clients", address, CLIENT_PORT, "tcp")


def clients_of(service: Service) -> list[str]:
    """The address of a VPN's client, of each family: the second of its range."""
    ranges = service.clients.ranges if service.clients else ()
    return [str(list(islice(prefix.hosts(), 2))[1]) for prefix in ranges]


def _own(host: HostPlan) -> list[str]:
    return [str(item.address.ip) for item in host.addresses if item.purpose == "host"]


def _doors(name: str, at: str, addresses: Iterable[str], listen: Listen | values.Listen) -> Iterator[Door]:
    """Where a process is reached: at its own address, or at all of the machine's."""
    anywhere = listen.address is None or listen.address.is_unspecified
    for address in addresses if anywhere else [str(listen.address)]:
        yield Door(name, at, address, listen.port.first, listen.port.protocol)
