"""LW232: what Docker 26 can't count to in an IPv6 subnet."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from lanwright.change import Drop, Write
from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion, Owner
from lanwright.plan.intervals import interval, network
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.addressing.value_outside_subnet import written_values
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan
    from lanwright.plan.values import Prefix

_COUNTS_FROM = DockerVersion(27, 0)
_COUNTED = 64
_LAST = (1 << _COUNTED) - 1
"""Of the last 64 bits of an address Docker 26 takes every number but this one."""


@rule("LW232", Severity.ERROR)
def beyond_a_64(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Docker 26 is to use the last address of an IPv6 subnet of a /64 or more.

    It counts the addresses of a subnet in 64 bits, and a /64 has one more than it can count. That doesn't matter until
    the last one is asked for: an `ip_range` that reaches to it, the whole /64 or its upper half, lets the network be made,
    and no container starts there: "invalid bit range [0, 18446744073709551615)". A gateway or a reserved address there is
    refused with the network, a static one with its container: "bit does not belong to the sequence". In a subnet larger
    than a /64 that goes for the last address of each /64 in it. An `ip_range` that begins with one but isn't the first has
    no address for Docker's own gateway either: "failed to allocate gateway (fd00:50:0:1::): Address already in use".

    Docker 28 does all of it (28.5: measured).

    Leave out an `ip_range` that is the whole subnet, or write its first half; write another address.
    """
    if host.daemon.version >= _COUNTS_FROM:
        return
    for name, made in host.networks.items():
        if made.owner is not Owner.EXTERNAL:
            yield from _of_network(site.hosts[host.name].networks[name], _wide(made))
    for item in static_addresses(site.hosts[host.name], host):
        if _is_last(int(item.address)) and any(item.address in subnet for subnet in _wide(item.network)):
            yield Finding(
                message=f"{item.address} of `{item.service}` is the last address that there is",
                origin=item.origin,
                why=f'Docker refuses to start the container: "{_NO_BIT}"',
                fix="write another address",
            )


_NO_BIT = "bit does not belong to the sequence"


def _wide(made: DockerNetwork) -> list[Prefix]:
    """The subnets that have more addresses than it counts."""
    prefixes = [subnet.prefix for subnet in made.subnets]
    return [prefix for prefix in prefixes if prefix.max_prefixlen - prefix.prefixlen >= _COUNTED]


def _is_last(address: int) -> bool:
    return address & _LAST == _LAST


def _of_network(described: Network, wide: list[Prefix]) -> Iterator[Finding]:
    gateways = {gateway.version for gateway in described.gateway}
    for item in written_values(described):
        value = item.value
        if isinstance(value, IPv4Network | IPv6Network):
            subnet = next((prefix for prefix in wide if interval(prefix).covers(interval(value))), None)
            if subnet is not None:
                yield from _of_range(value, subnet, item.origin, has_gateway=value.version in gateways)
        elif _is_last(int(value)) and any(value in prefix for prefix in wide):
            yield Finding(
                message=f"the {item.key} {value} is the last address that there is",
                origin=item.origin,
                why=f'Docker makes no such network: "{_NO_BIT}"',
                fix="write another address"
                if item.docker == "gateway"
                else "drop it: Docker hands it out to nobody",
            )


def _of_range(value: Prefix, subnet: Prefix, origin: Origin, *, has_gateway: bool) -> Iterator[Finding]:
    first = int(value.network_address)
    if _is_last(int(value.broadcast_address)):
        half = network(6, first, value.prefixlen + 1)
        whole = value == subnet
        yield Finding(
            message=f"the ip_range {value} reaches to the last address of its /64",
            origin=origin,
            why=f'no container starts: "invalid bit range [{first & _LAST}, {_LAST})"',
            fix="drop it: that is the whole subnet" if whole else f"write `ip_range: {half}`",
            edits=(Drop(origin, "ip_range") if whole else Write(origin, half),),
        )
    elif first & _LAST == 0 and value.network_address != subnet.network_address and not has_gateway:
        yield Finding(
            message=f"the ip_range {value} begins with a /64, and Docker takes its gateway from there",
            origin=origin,
            why=f'Docker makes no such network: "failed to allocate gateway ({value.network_address}): Address already in use"',
            fix="write the `gateway`",
        )
