"""A network's written subnets: its own or its LAN's, each with its gateway, ip_range and reserved addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lanwright.plan import Subnet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Lan, Network
    from lanwright.plan.values import Address, Prefix

T = TypeVar("T")


def written_subnets(network: Network, lan: Lan | None, own: Mapping[str, Address]) -> tuple[Subnet, ...]:
    """The subnets that stand in the intent, IPv4 first.

    Args:
        network: the network as written.
        lan: the LAN whose subnet and gateway it takes where it writes none; None for networks off the LAN.
        own: what Lanwright reserves by itself (the host's own addresses), by name.
    """
    placed = sorted(_prefixes(network, lan), key=lambda item: item[0].version)
    prefixes = [prefix for prefix, _ in placed]
    gateways = _by_prefix(prefixes, ((gateway, gateway) for gateway in _gateways(network, lan, prefixes)))
    ranges = _by_prefix(prefixes, ((cidr.network.network_address, cidr.network) for cidr in network.ip_range))
    return tuple(
        Subnet(
            prefix=prefix,
            gateway=gateways.get(prefix),
            ip_range=ranges.get(prefix),
            reserved=_reserved(network, prefix, gateways.get(prefix), own),
            written=True,
            origin=origin,
        )
        for prefix, origin in placed
    )


def _prefixes(network: Network, lan: Lan | None) -> Iterator[tuple[Prefix, Origin]]:
    for index, subnet in enumerate(network.subnet):
        yield subnet.network, network.at("subnet", index)
    if lan is not None and not network.subnet:
        for subnet in lan.subnet:
            yield subnet.network, network.at("lan")


def _gateways(network: Network, lan: Lan | None, prefixes: list[Prefix]) -> Iterator[Address]:
    """As written; else the LAN's router, where it is inside one of the subnets and the network has a way out."""
    yield from network.gateway
    if lan is not None and not network.gateway and not network.internal:
        yield from (gateway for gateway in lan.gateway if any(gateway in prefix for prefix in prefixes))


def _by_prefix(prefixes: list[Prefix], items: Iterable[tuple[Address, T]]) -> dict[Prefix, T]:
    """Each item with the subnet that holds its address; one outside all of them (LW211) stays with its family's first."""
    found: dict[Prefix, T] = {}
    for address, item in items:
        family = [prefix for prefix in prefixes if prefix.version == address.version]
        holder = next((prefix for prefix in family if address in prefix), family[0] if family else None)
        if holder is not None:
            found.setdefault(holder, item)
    return found


def _reserved(
    network: Network, prefix: Prefix, gateway: Address | None, own: Mapping[str, Address]
) -> dict[str, Address]:
    """By name: what the intent reserves here, then what is ours; an address that is the gateway is reserved by that.

    The host's own address always (Docker lets a container take it by name), others only where Docker would hand them
    out: a further alias shouldn't change a network that needs no change.
    """
    handed_out = next((cidr.network for cidr in network.ip_range if cidr.version == prefix.version), prefix)
    named = {
        name: address
        for name, addresses in network.reserve.items()
        for address in addresses
        if address in prefix
    }
    taken = {*named.values(), gateway}
    for name, address in own.items():
        ours = name.startswith("host") or address in handed_out
        if ours and address in prefix and address not in taken:
            named[name if name not in named else f"lanwright-{name}"] = address
            taken.add(address)
    return named
