"""Everybody of a site who may ask or be asked: devices, hosts, containers, a VPN's clients, and somebody in the internet."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tests.lab.doors import PORT, Door, Doors
from tests.lab.tunnel import Tunnel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.plan import Service, SitePlan
    from tests.lab.container import Container
    from tests.lab.site import Site

NAT = "/usr/local/lib/lanwright/lanwright-nat"

__all__ = ["Door", "Everybody"]


class Everybody:
    """All of them, found by the names that the intent gives them; made for a site whose projects are up."""

    def __init__(self, site: Site, plan: SitePlan) -> None:
        self._site, self._plan = site, plan
        self._doors = Doors(site.intent, plan, self._attached)
        for name, device in site.devices.items():
            device.listen(name, f"{PORT}")
        self._add_internet()
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
            if clients is not None and clients.script:
                self._site.hosts[host].run(f"docker exec --privileged {container.name} {NAT} apply")

    def _add_internet(self) -> None:
        if self._doors.internet():
            lan = next(lan for lan, intent in self._site.intent.lans.items() if intent.gateway)
            self._site.lab.internet(self._site.lans[lan].router).listen("internet", f"{PORT}")

    def _dug(self) -> Iterator[tuple[tuple[str, str], Tunnel]]:
        for host, service in self._doors.services():
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
        for host, service in self._doors.services():
            if service.network_mode is None:
                found[service.name] = self._container(host, service.name).netns
        found |= {f"{name}/clients": tunnel.client.netns for (_, name), tunnel in self._tunnels.items()}
        if self._doors.internet():
            found["internet"] = site.lab.machines["internet"].netns
        return {name: found[name] for name in self._doors.places()}

    def doors(self) -> list[Door]:
        """Every address and port where somebody should answer, once each, in the order of the intent."""
        return self._doors.doors()

    def labels(self) -> dict[str, str]:
        """How addresses that Docker handed out are called."""
        return self._doors.labels()

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
