"""How findings about published ports name what is published, and a port that is still free."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.sockets import listeners, openings

if TYPE_CHECKING:
    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Published
    from lanwright.plan.port import Port
    from lanwright.plan.sockets import Opening
    from lanwright.plan.values import Address


def shown(published: Published) -> str:
    """`192.168.0.232:80/tcp`, `[fd00::8]:80/tcp`, or `80/tcp on every address`."""
    address = published.address
    if address is None:
        return f"{published.port} on every address"
    if address.is_unspecified:
        return f"{published.port} on every IPv{address.version} address"
    return socket(address, published.port)


def socket(address: Address, port: Port) -> str:
    """An address with a port, IPv6 in brackets."""
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"


def place(site: Site, host: HostPlan, opening: Opening, key: str) -> Origin:
    """Where `key` of what is published stands."""
    return site.hosts[host.name].services[opening.service.name].publish[opening.number].at(key)


def ports_in_use(host: HostPlan) -> dict[str, PortRanges[None]]:
    """By protocol, every port that something of the host is published at or listens on, at whatever address."""
    found: defaultdict[str, list[tuple[Port, None]]] = defaultdict(list)
    for opening in openings(host):
        found[opening.port.protocol].append((opening.port, None))
    for _, listen, _ in listeners(host):
        found[listen.port.protocol].append((listen.port, None))
    return {protocol: PortRanges(items) for protocol, items in found.items()}


def to_another_port(
    site: Site, host: HostPlan, in_use: dict[str, PortRanges[None]], opening: Opening
) -> tuple[Change, ...]:
    """The same as a change of the text; the container's port stays what it was."""
    port = opening.port
    free = in_use[port.protocol].free_from(port.last + 1) if port.first == port.last else None
    if free is None:
        return ()
    publish = site.hosts[host.name].services[opening.service.name].publish[opening.number]
    outside = f"{free}/udp" if port.protocol == "udp" else free
    to = opening.published.to
    inside = f"{to.first}/udp" if to.protocol == "udp" else to.first
    keys = {"port": outside, **({} if publish.to else {"to": inside})}
    short = publish.at("port").path == publish.origin.path
    return (Write(publish.origin, keys),) if short else (Add(publish.origin, keys),)


def another_port(in_use: dict[str, PortRanges[None]], port: Port) -> str:
    """The advice to take another port, with a free one where a single port is wanted."""
    free = in_use[port.protocol].free_from(port.last + 1) if port.first == port.last else None
    return f"publish another port ({free} is free)" if free else "publish other ports"
