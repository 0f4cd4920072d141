"""What Docker keeps clear of by itself when it picks a subnet: on-link routes and nameservers.

Source: moby `libnetwork/netutils/utils_linux.go`, InferReservedNetworks. It looks anew at each request; we take
what the host has at boot.
"""

from collections.abc import Iterable
from ipaddress import ip_network

from lanwright.plan.intervals import Address, Network, interval


def reserved_prefixes(
    routes: Iterable[tuple[Network, Address | None]], nameservers: Iterable[Address]
) -> tuple[Network, ...]:
    """The prefixes that Docker skips, sorted, each once.

    Routes are those of the main table, as (destination, via): one `via` a router isn't skipped, nor is a default
    route, nor any IPv6 route (it has no scope that says on-link). Docker also lets go of an on-link 0.0.0.0/1.
    """
    on_link = {to for to, via in routes if via is None and to.version == 4 and int(to.network_address)}
    named = {ip_network(nameserver) for nameserver in nameservers}
    return tuple(sorted(on_link | named, key=interval))
