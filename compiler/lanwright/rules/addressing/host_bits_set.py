"""LW207: subnets that are written with an address inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Write
from lanwright.diagnostics import Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Network, Site
    from lanwright.plan.values import AddressWithPrefix


@rule("LW207", Severity.WARNING)
def host_bits_set(site: Site) -> Iterator[Finding]:
    """A subnet, ip_range or pool base has host bits set.

    10.50.0.5/24 is an address with its prefix length; the subnet that it lies in is 10.50.0.0/24. Docker refuses a
    network with the former: "invalid subnet 10.50.0.5/24: it should be 10.50.0.0/24", or "invalid ip-range
    10.51.0.77/25: it should be 10.51.0.0/25" (since 25.0). In a pool's base it cuts the bits off without a word, and
    so does Lanwright where they stand in a LAN's subnet or below `avoid`: there it is a warning, since maybe another
    prefix length was meant.

    Write the subnet's first address, or the prefix length that you meant.
    """
    for item in _written(site):
        if item.value.ip != item.value.network.network_address:
            yield Finding(
                message=f"{item.said.format(item.value)} has host bits set",
                origin=item.origin,
                why=_why(item),
                fix=f"write `{item.value.network}`",
                severity=Severity.ERROR if item.refused_as else None,
                edits=(Write(item.origin, item.value.network),),
                safe=True,
            )


class _Written(NamedTuple):
    """A subnet as it is written; `said` has a place for it, `refused_as` is the daemon's word where it refuses it."""

    said: str
    value: AddressWithPrefix
    origin: Origin
    refused_as: str = ""


def _written(site: Site) -> Iterator[_Written]:
    for name, lan in site.lans.items():
        for index, subnet in enumerate(lan.subnet):
            yield _Written(f"the subnet {{}} of the LAN `{name}`", subnet, lan.at("subnet", index))
    for name, avoided in site.avoid.items():
        for index, prefix in enumerate(avoided):
            yield _Written(f"the range {{}} (`{name}`)", prefix, site.at("avoid", name, index))
    for host in site.hosts.values():
        yield from _of_host(host)


def _of_host(host: Host) -> Iterator[_Written]:
    for pool in host.docker.default_address_pools or ():
        yield _Written("the pool {}", pool.base, pool.at("base"))
    for name, network in host.networks.items():
        yield from _of_network(name, network)


def _of_network(name: str, network: Network) -> Iterator[_Written]:
    for index, subnet in enumerate(network.subnet):
        refused = "" if network.external else "subnet"
        yield _Written(f"the subnet {{}} of `{name}`", subnet, network.at("subnet", index), refused)
    for index, cidr in enumerate(network.ip_range):
        refused = "" if network.external else "ip-range"
        yield _Written(f"the ip_range {{}} of `{name}`", cidr, network.at("ip_range", index), refused)


def _why(item: _Written) -> str:
    value = item.value
    if item.refused_as:
        return (
            f'Docker refuses the network: "invalid {item.refused_as} {value}: it should be {value.network}"'
        )
    return f"it is read as {value.network}; maybe another prefix length was meant"
