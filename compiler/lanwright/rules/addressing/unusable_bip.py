"""LW206: a bip that docker0 can't have, or a fixed_cidr that leaves containers nothing."""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Severity
from lanwright.lower import ipam
from lanwright.plan import DockerVersion
from lanwright.plan.intervals import address, hosts, interval
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan, Subnet
    from lanwright.plan.values import AddressWithPrefix, Prefix


_IPV6_SINCE = DockerVersion(28, 0)
"""Before, an IPv6 one is written as `fixed-cidr-v6`: docker0 has the first address of it."""
_USUAL = {4: 24, 6: 64}


@rule("LW206", Severity.ERROR)
def unusable_bip(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`bip` isn't an address that docker0 can have, or leaves containers none.

    `bip` is docker0's own address with its prefix length, for example 10.200.0.1/24: it says both where the default
    bridge's subnet lies and which address of it the host has. The subnet's first address (10.200.0.0/24) and its
    broadcast address (10.200.0.255/24) are nobody's: dockerd doesn't start and says "failed to allocate gateway
    (10.200.0.0): Address already in use". Without a prefix length it says "parse bip failed: invalid CIDR address:
    10.200.0.1". `dockerd --validate` finds neither. Before 28 there is no IPv6 `bip`, and docker0 has its subnet's first
    host address (a warning).

    With /32 (or /128, /127) docker0 has the only address there is, and so it may with a small `fixed_cidr`. dockerd
    starts, and no container does: "no available IPv4 addresses on this network's address pools: bridge". With a
    `fixed_cidr` of IPv6 that has no address for docker0 itself dockerd doesn't start either: "failed to allocate gateway
    (): no available addresses on this pool".

    Write the first host address of the subnet, with the prefix length; a `fixed_cidr` of some addresses, or none.
    """
    docker = site.hosts[host.name].docker
    full = {subnet.prefix.version for subnet in _own(host) if not _has_room(docker, subnet)}
    for index, cidr in enumerate(docker.fixed_cidr):
        if cidr.version in full and all(bip.version != cidr.version or _is_roomy(bip) for bip in docker.bip):
            yield _narrow(docker, index, cidr.network)
    for index, bip in enumerate(host.daemon.bip):
        origin = docker.at("bip", index)
        if not _is_roomy(bip):
            yield Finding(
                message=f"`bip` {bip} is all of its subnet: containers have no address",
                origin=origin,
                why=_no_container(bip.version),
                fix=f"write `bip: {_roomy(bip)}`",
                edits=(Write(origin, _roomy(bip)),),
            )
        elif any(interval(bip.ip).overlaps(part) for part in ipam.unusable(bip.network)):
            first = address(bip.version, hosts(bip.network).first)
            broadcast = bip.ip != bip.network.network_address
            older = bip.version == 6 and host.daemon.version < _IPV6_SINCE
            right = _roomy(bip) if first == bip.ip else f"{first}/{bip.network.prefixlen}"
            yield Finding(
                message=f"`bip` {bip} is the {'broadcast address' if broadcast else 'first address'} of its subnet, not a host's",
                origin=origin,
                why=f"this Docker has no IPv6 `bip`, and gives docker0 the subnet's first one: {first}"
                if older
                else f'dockerd refuses to start: "failed to allocate gateway ({bip.ip}): Address already in use"',
                severity=Severity.WARNING if older else None,
                fix=f"write `bip: {right}`",
                edits=(Write(origin, right),),
                safe=not broadcast,
            )


def _own(host: HostPlan) -> Iterator[Subnet]:
    """The subnets of docker0 that are written; a bridge of the host's own is its owner's."""
    yield from (subnet for subnet in host.daemon.docker0 if subnet.written and host.daemon.bridge is None)


def _has_room(docker: Docker, subnet: Subnet) -> bool:
    """Whether a container gets an address, beside docker0 and another gateway; a `fixed_cidr` elsewhere is LW210's."""
    part = subnet.ip_range
    if part is not None and not interval(subnet.prefix).covers(interval(part)):
        return True
    routers = [router for router in docker.default_gateway if router.version == subnet.prefix.version]
    taken = [*routers, *([subnet.gateway] if subnet.gateway else [])]
    return ipam.capacity(subnet.prefix, part, taken) > 0


def _is_roomy(bip: AddressWithPrefix) -> bool:
    """Whether its subnet has an address beside its own."""
    return ipam.capacity(bip.network, None, [bip.ip]) > 0


def _narrow(docker: Docker, index: int, cidr: Prefix) -> Finding:
    beside = any(bip.version == cidr.version for bip in docker.bip)
    nothing = not beside and ipam.next_address(cidr, cidr, ()) is None
    wide = cidr.supernet(new_prefix=_USUAL[cidr.version])
    return Finding(
        message=f"`fixed_cidr` {cidr} has no address for a container",
        origin=docker.at("fixed_cidr", index),
        why=f'dockerd refuses to start: "{_NO_GATEWAY}"' if nothing else _no_container(cidr.version),
        fix="write a larger part of docker0's subnet, or drop it"
        if beside
        else f"write `fixed_cidr: {wide}`",
        edits=() if beside else (Write(docker.at("fixed_cidr", index), wide),),
    )


_NO_GATEWAY = "failed to allocate gateway (): no available addresses on this pool"


def _no_container(version: int) -> str:
    return f'no container starts on docker0: "no available IPv{version} addresses on this network\'s address pools"'


def _roomy(bip: AddressWithPrefix) -> AddressWithPrefix:
    """The address in a subnet of the usual size; that one's first host address where it isn't a host's."""
    wide = ip_interface(f"{bip.ip}/{_USUAL[bip.version]}")
    if any(interval(bip.ip).overlaps(part) for part in ipam.unusable(wide.network)):
        return ip_interface(f"{address(bip.version, hosts(wide.network).first)}/{wide.network.prefixlen}")
    return wide
