"""A network gets another subnet, and what stands in it goes along: its gateway, ranges, reserved and static addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.plan.intervals import network as prefix_of
from lanwright.rules.addressing.same_host_part import same_host_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host
    from lanwright.plan.values import Address, Prefix


def moved_subnet(written: Host, name: str, old: Prefix, new: Prefix, place: Origin) -> tuple[Change, ...]:
    """The change of a subnet that is written at `place`, and of all that the host writes inside of it.

    Nothing where the new one is smaller: there may be no room for all.
    """
    if new.prefixlen > old.prefixlen:
        return ()
    addresses = (
        Write(at, same_host_part(address, new)) for at, address in _addresses(written, name) if address in old
    )
    ranges = (
        Write(network.at("ip_range", index), _part(cidr.network, new))
        for network in (written.networks[name],)
        for index, cidr in enumerate(network.ip_range)
        if cidr.version == old.version and cidr.network.subnet_of(old)  # type: ignore[arg-type] # of one family
    )
    return (Write(place, new), *addresses, *ranges)


def _addresses(written: Host, name: str) -> Iterator[tuple[Origin, Address]]:
    network = written.networks[name]
    yield from ((network.at("gateway", index), item) for index, item in enumerate(network.gateway))
    for key, reserved in network.reserve.items():
        yield from ((network.at("reserve", key, index), item) for index, item in enumerate(reserved))
    for service in written.services.values():
        attachment = service.networks.get(name)
        for index, item in enumerate(attachment.address if attachment else ()):
            yield service.networks[name].at("address", index), item


def _part(ip_range: Prefix, subnet: Prefix) -> Prefix:
    first = same_host_part(ip_range.network_address, subnet)
    return prefix_of(subnet.version, int(first), ip_range.prefixlen)
