"""The subnets that Docker will choose: for docker0 first, then for networks in the order in which they are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.lower.daemon import docker0_request, pools, usable_pools
from lanwright.lower.gateways import own_gateway, takes_gateway
from lanwright.lower.ipam.default_bridge import NAME as DOCKER0
from lanwright.plan import DockerNetwork, DockerVersion, Owner, Pool, Subnet
from lanwright.plan.intervals import between, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lanwright.intent import Host
    from lanwright.plan import LinkAddress, Route
    from lanwright.plan.values import Prefix

_MADE = {Owner.EXTERNAL: 0, Owner.LANWRIGHT: 1, Owner.PROJECT: 2}
"""Networks that exist already come first, then those that our script makes, then those of compose projects."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a fresh daemon gives each network; `known` is false where something unknown was made before ours.

    Of a network that exists already and whose subnet isn't written nothing is `given`: it may be of other pools.
    """

    version: DockerVersion
    pools: tuple[Pool, ...] | None
    docker0: ipam.Allocation | None
    given: Mapping[str, ipam.Allocation]
    candidates: tuple[Prefix, ...]
    known: bool

    def completed(self, network: DockerNetwork) -> DockerNetwork:
        """The network with the subnets and gateways that Docker chooses for it, as far as they can be told."""
        written = self._with_gateways(network, network.subnets)
        given = self.given.get(network.name)
        if given is None:
            return replace(network, subnets=written, candidates=self.candidates)
        if given.exhausted:
            return replace(network, subnets=written, refusal=given.refusal or "", candidates=self.candidates)
        if network.predicted is False:
            return replace(network, subnets=written)
        if not self.known:
            return replace(network, subnets=written, candidates=self.candidates)
        chosen = self._with_gateways(network, (_chosen(network, prefix) for prefix in given.automatic))
        subnets = sorted((*chosen, *written), key=lambda subnet: subnet.prefix.version)
        return replace(network, subnets=tuple(subnets), predicted=True)

    def _with_gateways(self, network: DockerNetwork, subnets: Iterable[Subnet]) -> tuple[Subnet, ...]:
        return tuple(_with_gateway(network, subnet, self.version) for subnet in subnets)


def predict(
    host: Host,
    networks: Sequence[DockerNetwork],
    addresses: Iterable[LinkAddress],
    routes: Iterable[Route],
    last: Iterable[ipam.Request] = (),
) -> Prediction:
    """Run Docker's own algorithm over a host's networks.

    Args:
        host: the host as written, for its pools, docker0 and the nameservers that Docker keeps clear of.
        networks: its networks in the intent's order; what of them isn't written doesn't count.
        addresses: its addresses, whose on-link prefixes Docker keeps clear of.
        routes: its routes; those via a router aren't kept clear of.
        last: what is made behind all of its networks, beside the intent.
    """
    version, written = DockerVersion.parse(host.docker.version), pools(host.docker)
    usable = usable_pools(written)
    on_link = [*_connected(addresses), *((route.destination, route.via) for route in routes)]
    kept_clear = ipam.reserved_prefixes(on_link, host.nameservers)
    made = [network for network in networks if not _is_unknown(network)]
    requests = [_request(network) for network in sorted(made, key=lambda network: _MADE[network.owner])]
    docker0 = docker0_request(host)
    first = () if docker0 is None else (DOCKER0,)
    given = ipam.allocate(version, usable, kept_clear, docker0, [*requests, *last])
    return Prediction(
        version=version,
        pools=written,
        docker0=given[0] if first else None,
        given={allocation.name: allocation for allocation in given[len(first) :]},
        candidates=tuple(pool.base for pool in ipam.used_pools(version, usable)),
        known=len(made) == len(networks)
        and (
            host.wrote("nameservers")
            or not _cuts_up_a_lan(version, ipam.used_pools(version, usable), kept_clear)
        ),
    )


def _is_unknown(network: DockerNetwork) -> bool:
    """Nobody knows which block an existing network took whose subnet isn't written."""
    return network.owner is Owner.EXTERNAL and network.predicted is not False


def _cuts_up_a_lan(version: DockerVersion, pools: Iterable[ipam.Pool], kept_clear: Iterable[Prefix]) -> bool:
    """Whether blocks smaller than an on-link prefix may come out of it.

    Since 27.0 Docker goes on behind the smallest prefix that it keeps clear of: with a nameserver at 192.168.0.1
    it gives 192.168.1.0/24 of an on-link 192.168.0.0/22 (measured on 28.5.2). Where the intent names none, nobody knows.
    A pool that lies inside of the prefix, or ends with it, is used up there all the same.
    """
    if version < ipam.LINEAR_ALLOCATOR:
        return False
    bases = [(pool.base, pool) for pool in pools]
    return any(
        pool.size > prefix.prefixlen
        and pool.interval.covers(interval(prefix))
        and interval(prefix).last < pool.interval.last
        for pool, prefix in between(bases, ((prefix, prefix) for prefix in kept_clear))
    )


def _connected(addresses: Iterable[LinkAddress]) -> Iterable[tuple[Prefix, None]]:
    """A prefix with more than one address is on-link; a lone /32 makes no route in the main table."""
    for item in addresses:
        if item.address.network.num_addresses > 1:
            yield item.address.network, None


def _request(network: DockerNetwork) -> ipam.Request:
    claims = tuple(ipam.Claim(subnet.prefix, subnet.ip_range) for subnet in network.subnets if subnet.written)
    return ipam.Request(
        network.name, claims, ipv4=network.ipv4, ipv6=network.ipv6, bridge=network.driver == "bridge"
    )


def _chosen(network: DockerNetwork, prefix: Prefix) -> Subnet:
    return Subnet(
        prefix=prefix, gateway=None, ip_range=None, reserved={}, written=False, origin=network.origin
    )


def _with_gateway(network: DockerNetwork, subnet: Subnet, version: DockerVersion) -> Subnet:
    """A Docker bridge's own address is its gateway: the first free one where none is written.

    So it is on macvlan and ipvlan up to 28, where no such machine exists: a written subnet keeps what is written (LW212).
    """
    if subnet.gateway or (network.strategy != "nat" and subnet.written):
        return subnet
    if not takes_gateway(network, subnet.prefix.version, version):
        return subnet
    return replace(subnet, gateway=own_gateway(subnet))
