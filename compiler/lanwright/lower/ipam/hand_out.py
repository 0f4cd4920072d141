"""The addresses inside a subnet: which one Docker makes the gateway, which it hands out next, how many there are.

Source: moby `libnetwork/ipams/defaultipam/allocator.go` (newPoolData, getAddress) and the drivers' GetSkipGwAlloc.
All networks with one and the same subnet share its addresses; pass what all of them have taken.
"""

from collections.abc import Iterable, Iterator

from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.free_space import subtract
from lanwright.plan.intervals import Address, Extent, Interval, Network, address, interval


def unusable(subnet: Network) -> tuple[Interval, ...]:
    """The addresses that Docker never hands out.

    For IPv4 the network and the broadcast address, except in a /31 and a /32; for IPv6 the all-zero host, the
    subnet-router anycast address, whatever the length.
    """
    whole = interval(subnet)
    lowest = whole._replace(last=whole.first)
    if whole.version == 6:
        return (lowest,)
    return (lowest, whole._replace(first=whole.last)) if whole.size >= 4 else ()


def handed_out_from(subnet: Network, ip_range: Network | None = None) -> Interval | None:
    """The part of a subnet from which Docker picks addresses by itself; None when the ip_range lies outside."""
    if ip_range is None or ip_range.prefixlen < subnet.prefixlen:
        return interval(subnet)
    return interval(ip_range) if interval(subnet).covers(interval(ip_range)) else None


def free_addresses(
    subnet: Network, ip_range: Network | None = None, taken: Iterable[Extent] = ()
) -> Iterator[Address]:
    """The addresses that Docker hands out one after the other: the lowest free one first."""
    for gap in _free(subnet, ip_range, taken):
        for number in range(gap.first, gap.last + 1):
            yield address(gap.version, number)


def next_address(
    subnet: Network, ip_range: Network | None = None, taken: Iterable[Extent] = ()
) -> Address | None:
    """The address that the next container (or an automatic gateway) gets; None when there is none."""
    return next(free_addresses(subnet, ip_range, taken), None)


def last_of(subnet: Network, taken: Iterable[Extent], *, count: int) -> Address | None:
    """The address that the last of so many containers gets; where there are too many, the last that there is."""
    last = None
    for gap in _free(subnet, None, taken):
        if count <= 0:
            break
        last = address(gap.version, gap.first + min(count, gap.size) - 1)
        count -= gap.size
    return last


def capacity(subnet: Network, ip_range: Network | None = None, taken: Iterable[Extent] = ()) -> int:
    """How many addresses Docker can hand out by itself; a gateway counts among them unless it is in `taken`."""
    return sum(gap.size for gap in _free(subnet, ip_range, taken))


def gateway_is_automatic(
    version: DockerVersion, driver: str, *, mode: str | None, internal: bool, inhibit_ipv4: bool
) -> bool:
    """Whether Docker takes an address for the gateway when none is written; `next_address` says which.

    `mode` is the ipvlan_mode, or the bridge's gateway_mode of the family in question. `internal` is also true for
    a macvlan or ipvlan network without a parent. `inhibit_ipv4` counts for IPv4 only.
    """
    if version < DockerVersion(28, 0):
        return True
    if driver == "bridge":
        return mode != "isolated" and not (inhibit_ipv4 and internal)
    if version >= DockerVersion(29, 0):
        return False
    return not internal and not (driver == "ipvlan" and mode in {"l3", "l3s"})


def _free(subnet: Network, ip_range: Network | None, taken: Iterable[Extent]) -> tuple[Interval, ...]:
    source = handed_out_from(subnet, ip_range)
    if source is None:
        return ()
    return subtract(source, [*unusable(subnet), *taken])
