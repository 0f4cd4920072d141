"""dnat: an address of the host whose port leads to a container by our own rule, ahead of Docker's.

The container's port is published on loopback, too: Docker then accepts the packet on its way to the container with
either of its firewall backends (measured on 28.5 and 29.7), and a service of the host may go on listening on the
same port at the host's other addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict, Via
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import Endpoint, HostPlan, LanPlan, Published, Service
    from lanwright.plan.values import Address


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """From the LAN and other containers (prerouting), from the host itself (output), and hairpin (postrouting)."""
    del lans
    for service in host.services.values():
        for published in service.published:
            if published.via is Via.DNAT:
                yield from _rules(host, service, published)


def _rules(host: HostPlan, service: Service, published: Published) -> Iterator[Rule]:
    for address in _served_at(host, published):
        endpoint, inside = _inside(host, service, address.version)
        if endpoint is None or inside is None:
            continue
        for hook in (Hook.PREROUTING, Hook.OUTPUT):
            yield Rule(
                purpose=RulePurpose.DNAT,
                verdict=Verdict.DNAT,
                hook=hook,
                version=address.version,
                comment=f"{service.name} at {address}",
                origin=published.origin,
                destination=(host_prefix(address),),
                port=published.port,
                to=inside,
                to_port=published.to,
            )
        yield _hairpin(host, service, published, endpoint, inside)


def _served_at(host: HostPlan, published: Published) -> tuple[Address, ...]:
    """The address that was written, or all of the host's own."""
    if published.address is not None:
        return (published.address,)
    return tuple(item.address.ip for item in host.addresses if item.purpose == "host")


def _inside(host: HostPlan, service: Service, version: int) -> tuple[Endpoint | None, Address | None]:
    """The container's address behind Docker's NAT, of one family, on the first such network that gives it one."""
    for endpoint in service.endpoints:
        if host.networks[endpoint.network].strategy == "nat":
            for address in endpoint.addresses:
                if address.version == version:
                    return endpoint, address
    return None, None


def _hairpin(
    host: HostPlan, service: Service, published: Published, endpoint: Endpoint, inside: Address
) -> Rule:
    """A neighbour on the same network must get its reply from whom it asked, not from the container itself."""
    subnets = [subnet.prefix for subnet in host.networks[endpoint.network].subnets if inside in subnet.prefix]
    return Rule(
        purpose=RulePurpose.HAIRPIN,
        verdict=Verdict.MASQUERADE,
        hook=Hook.POSTROUTING,
        version=inside.version,
        comment=f"{service.name} for its own network",
        origin=published.origin,
        source=tuple(subnets),
        destination=(host_prefix(inside),),
        port=published.to,
        translated=True,
    )
