"""A host's Docker networks and the addresses of the containers on them, those that nobody wrote among them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan.default_networks import default_name, default_network_of, is_on_default
from lanwright.plan.docker import DEFAULT_GATEWAY, DockerNetwork, Owner, Subnet
from lanwright.plan.service import Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import HostPlan, Service
    from lanwright.plan.values import Address, Prefix

DOCKER0 = "bridge"
"""What Docker calls its default network."""

_USUAL_POOL = ip_network("172.16.0.0/12")


@dataclass(frozen=True, slots=True)
class Attached:
    """A container on a network; `addresses` by family, `written` those that somebody chose."""

    service: Service
    network: DockerNetwork
    endpoint: Endpoint
    addresses: Mapping[int, Address]
    written: frozenset[Address]


@dataclass(frozen=True, slots=True)
class DockerView:
    """What Docker has on a host: its networks by name, and each service's attachments.

    `stand_ins` are the networks whose subnet is Docker's choice and can't be told: theirs is made up.
    """

    networks: Mapping[str, DockerNetwork]
    attached: Mapping[str, tuple[Attached, ...]]
    stand_ins: frozenset[str]

    def everybody(self) -> Iterator[Attached]:
        """All attachments, service by service."""
        for of_service in self.attached.values():
            yield from of_service


def docker_view(host: HostPlan) -> DockerView:
    """Docker's networks, docker0 and compose's default ones included, and who is where on them."""
    networks = dict(_networks(host))
    stand_ins: set[str] = set()
    for name, network in tuple(networks.items()):
        for version in _missing(network):
            stand_ins.add(name)
            subnet = _stand_in(host, list(networks.values()), version, network)
            networks[name] = replace(networks[name], subnets=(*networks[name].subnets, subnet))
    return DockerView(networks, dict(_attached(host, networks)), frozenset(stand_ins))


def _missing(network: DockerNetwork) -> list[int]:
    """The families that it has and no subnet of; none of a network that Docker refuses."""
    known = {subnet.prefix.version for subnet in network.subnets}
    has = ((4, network.ipv4), (6, network.ipv6))
    return [version for version, wanted in has if wanted and version not in known and not network.refusal]


def _networks(host: HostPlan) -> Iterator[tuple[str, DockerNetwork]]:
    daemon = host.daemon
    if daemon.bridge != "none":
        yield DOCKER0, _docker0(host)
    yield from host.networks.items()
    for service in host.services.values():
        name = default_network(service)
        if name is not None and name != DOCKER0 and name not in host.networks:
            yield name, default_network_of(host, service)


def default_network(service: Service) -> str | None:
    """Where a service is that names no network: its project's default one, or docker0."""
    if service.endpoints or service.network_mode is not None:
        return None
    return default_name(service) if is_on_default(service) else DOCKER0


def _docker0(host: HostPlan) -> DockerNetwork:
    daemon, settings = host.daemon, host.daemon.settings
    options = {
        key: "false"
        for key, setting in (
            ("com.docker.network.bridge.enable_icc", "icc"),
            ("com.docker.network.bridge.enable_ip_masquerade", "ip-masq"),
        )
        if settings.get(setting) is False
    }
    on_the_hosts = daemon.bridge in host.links
    return DockerNetwork(
        name=DOCKER0,
        driver="bridge",
        strategy="host_bridge" if on_the_hosts else "nat",
        owner=Owner.EXTERNAL,
        origin=daemon.origin,
        bridge=daemon.bridge or "docker0",
        subnets=tuple(_led_out(subnet, daemon.default_gateway) for subnet in daemon.docker0),
        ipv6=any(subnet.prefix.version == 6 for subnet in daemon.docker0),
        options=options,
        refusal=daemon.docker0_refusal,
    )


def _led_out(subnet: Subnet, gateways: tuple[Address, ...]) -> Subnet:
    """docker0's `default-gateway` is an auxiliary address of that name (moby `daemon_unix.go`)."""
    reserved = {DEFAULT_GATEWAY[item.version]: item for item in gateways if item in subnet.prefix}
    return replace(subnet, reserved={**subnet.reserved, **reserved})


def _stand_in(host: HostPlan, networks: list[DockerNetwork], version: int, network: DockerNetwork) -> Subnet:
    """A block that Docker could choose, from the end of its pools: whatever it is, packets go the same way."""
    taken = [subnet.prefix for item in networks for subnet in item.subnets]
    taken += [item.address.network for item in host.addresses]
    prefix = _free(host, network, version, taken)
    return Subnet(
        prefix=prefix,
        gateway=prefix[1],
        ip_range=None,
        reserved={},
        written=False,
        origin=network.origin,
    )


def _free(host: HostPlan, network: DockerNetwork, version: int, taken: list[Prefix]) -> Prefix:
    if version == 6:
        blocks: list[Prefix] = [ip_network(f"fd00:ffff:ffff:{number:x}::/64") for number in range(256)]
    else:
        pools = [pool.base.network for pool in host.daemon.pools or () if pool.base.version == 4]
        base = (network.candidates or pools or (_USUAL_POOL,))[-1]
        base = base if base.version == 4 else _USUAL_POOL
        last, size = int(base.broadcast_address), 1 << max(0, 32 - max(24, base.prefixlen))
        blocks = [
            ip_network((first, max(24, base.prefixlen)))
            for first in range(last - size + 1, max(int(base.network_address), last - 512 * size), -size)
        ] or [base]
    same = [item for item in taken if item.version == version]
    return next((block for block in blocks if not any(block.overlaps(item) for item in same)), blocks[0])


def _attached(
    host: HostPlan, networks: Mapping[str, DockerNetwork]
) -> Iterator[tuple[str, tuple[Attached, ...]]]:
    taken: defaultdict[Prefix, set[Address]] = defaultdict(set)
    for network in networks.values():
        for subnet in network.subnets:
            taken[subnet.prefix].update(subnet.reserved.values())
            if subnet.gateway is not None:
                taken[subnet.prefix].add(subnet.gateway)
    for service in host.services.values():
        for endpoint in service.endpoints:
            for subnet in networks[endpoint.network].subnets:
                taken[subnet.prefix].update(item for item in endpoint.addresses if item in subnet.prefix)
    for service in host.services.values():
        yield (
            service.name,
            tuple(
                _one(service, networks[endpoint.network], endpoint, taken) for endpoint in _endpoints(service)
            ),
        )


def _endpoints(service: Service) -> Iterator[Endpoint]:
    yield from service.endpoints
    name = default_network(service)
    if name is not None:
        yield Endpoint(network=name, addresses=(), origin=service.origin)


def _one(
    service: Service, network: DockerNetwork, endpoint: Endpoint, taken: Mapping[Prefix, set[Address]]
) -> Attached:
    """The static addresses, else the lowest that is free: containers start in the intent's order, say."""
    found: dict[int, Address] = {item.version: item for item in endpoint.addresses}
    for subnet in network.subnets:
        version = subnet.prefix.version
        if version not in found and (network.ipv4 if version == 4 else network.ipv6):
            mine = next(_free_addresses(subnet, taken[subnet.prefix]), None)
            if mine is not None:
                found[version] = mine
                taken[subnet.prefix].add(mine)
    return Attached(service, network, endpoint, dict(sorted(found.items())), frozenset(endpoint.addresses))


def _free_addresses(subnet: Subnet, taken: set[Address]) -> Iterator[Address]:
    return ipam.free_addresses(subnet.prefix, subnet.ip_range, taken)
