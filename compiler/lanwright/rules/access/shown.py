"""How findings about published ports name what is published, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
