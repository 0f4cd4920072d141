"""What no container of a LAN may get: the host's own addresses, aliases and shims there, by the name Docker is told.

Docker doesn't know the host's addresses: it hands them out, and lets a container ask for them (measured).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.standing import lan_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.lower.ground import Ground
    from lanwright.plan.values import Address


def reserves(ground: Ground) -> dict[str, dict[str, Address]]:
    """By LAN, then by name: `host`, `host-v6`, `alias`, `alias-2` ...; docker takes one address by a name."""
    found: dict[str, dict[str, Address]] = {}
    for lan, purpose, address in _taken(ground):
        named = found.setdefault(lan, {})
        if address not in named.values():
            named[_free_name(named, purpose, address)] = address
    return found


def _taken(ground: Ground) -> Iterator[tuple[str, str, Address]]:
    for item in ground.addresses:
        lan = ground.links[item.link].lan
        if lan is not None:
            yield lan, item.purpose.value, item.address.ip
    for network in ground.written.networks.values():
        lan = lan_of(network, ground.links)
        if network.host_access and lan:
            for address in network.host_access.address:
                yield lan, "shim", address.ip


def _free_name(named: Mapping[str, Address], purpose: str, address: Address) -> str:
    name = purpose if address.version == 4 else f"{purpose}-v6"
    if name not in named:
        return name
    number = 2
    while f"{name}-{number}" in named:
        number += 1
    return f"{name}-{number}"
