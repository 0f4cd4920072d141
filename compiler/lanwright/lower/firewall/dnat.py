"""dnat: an address of the host whose port leads to a container by our own rule, ahead of Docker's.

The container's port is published on loopback, too, where nothing else publishes it (see `lower/loopback.py`): Docker
then accepts the packet on its way to the container with either of its firewall backends, and a service of the host may
go on listening on the same port at the host's other addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.behind_nat import inside, served_at, translated
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import Endpoint, HostPlan, LanPlan, Published, Service
    from lanwright.plan.values import Address, Prefix

_FROM = (Hook.PREROUTING, Hook.OUTPUT)
"""From the LAN and from containers, and from the host itself."""


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """For each port and each address that it is served at; then, once, for neighbours on the container's network."""
    del lans
    own = frozenset(item.address.ip for item in host.addresses if item.purpose == "host")
    for service in host.services.values():
        for published in translated(service):
            addresses = served_at(published, own)
            for address in addresses:
                yield from _towards(host, service, published, address)
            for version in sorted({address.version for address in addresses}):
                yield from _hairpin(host, service, published, version)


def _towards(host: HostPlan, service: Service, published: Published, address: Address) -> Iterator[Rule]:
    found = inside(host.networks, service, address.version)
    for hook in _FROM if found else ():
        yield Rule(
            purpose=RulePurpose.DNAT,
            verdict=Verdict.DNAT,
            hook=hook,
            version=address.version,
            comment=f"{service.name} at {address}",
            origin=published.origin,
            destination=(host_prefix(address),),
            port=published.port,
            to=found[1] if found else None,
            to_port=published.to,
        )


def _hairpin(host: HostPlan, service: Service, published: Published, version: int) -> Iterator[Rule]:
    """A neighbour must get its reply from whom it asked, not straight from the container."""
    found = inside(host.networks, service, version)
    if found:
        endpoint, address = found
        yield Rule(
            purpose=RulePurpose.HAIRPIN,
            verdict=Verdict.MASQUERADE,
            hook=Hook.POSTROUTING,
            version=version,
            comment=f"{service.name} for its own network",
            origin=published.origin,
            source=_neighbours(host, endpoint, address),
            destination=(host_prefix(address),),
            port=published.to,
            translated=True,
        )


def _neighbours(host: HostPlan, endpoint: Endpoint, address: Address) -> tuple[Prefix, ...]:
    subnets = host.networks[endpoint.network].subnets
    return tuple(subnet.prefix for subnet in subnets if address in subnet.prefix)
