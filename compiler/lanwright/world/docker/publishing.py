"""Published ports as Docker serves them: from which address and port of the host to which of a container."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.service import Via
from lanwright.plan.sockets import EVERY, GATEWAY_MODE, openings, publishing_bridge
from lanwright.world.containers import default_network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan import DockerNetwork, HostPlan, Service
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address
    from lanwright.world.containers import DockerView


@dataclass(frozen=True, slots=True)
class Serving:
    """One published port of one family.

    `address` None means every address of the host; `to` may be of the other family, which docker-proxy alone serves.
    """

    service: Service
    network: DockerNetwork
    version: int
    address: Address | None
    port: Port
    to: Address
    to_port: Port
    picked: bool
    origin: Origin

    @property
    def by_rule(self) -> bool:
        """Whether a rule of Docker's can lead there."""
        return self.to.version == self.version


def servings(host: HostPlan, view: DockerView) -> Iterator[Serving]:
    """All that Docker publishes, in the intent's order; what our own rules publish isn't among it."""
    for opening in openings(host):
        if opening.published.via is Via.DNAT:
            continue
        version = opening.address.version
        network = publishing_bridge(host, opening.service, version)
        name = network.name if network else default_network(opening.service)
        for attached in view.attached[opening.service.name]:
            to = attached.addresses.get(version) or attached.addresses.get(4)
            if attached.network.name == name and to is not None:
                yield Serving(
                    service=opening.service,
                    network=attached.network,
                    version=version,
                    address=None if opening.address in EVERY.values() else opening.address,
                    port=opening.port,
                    to=to,
                    to_port=opening.published.to,
                    picked=opening.picked,
                    origin=opening.published.origin,
                )


def routed(host: HostPlan, view: DockerView, version: int) -> Iterator[Serving]:
    """In gateway mode routed nothing is bound; published ports are let in at the container's own address."""
    for service in host.services.values():
        network = publishing_bridge(host, service, version) if service.network_mode is None else None
        if network is None or network.in_force.get(f"{GATEWAY_MODE}{version}") != "routed":
            continue
        own = (item for item in view.attached[service.name] if item.network.name == network.name)
        for to in (item.addresses[version] for item in own if version in item.addresses):
            for published in (item for item in service.published if item.via is not Via.DNAT):
                yield Serving(
                    service=service,
                    network=network,
                    version=version,
                    address=to,
                    port=published.to,
                    to=to,
                    to_port=published.to,
                    picked=False,
                    origin=published.origin,
                )
