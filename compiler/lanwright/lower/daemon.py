"""The daemon of a host: what daemon.json says, and what docker0 gets of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan import Daemon, DockerVersion, Pool, Subnet
from lanwright.plan.credentials import credentials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lanwright.intent import Docker, Host
    from lanwright.intent.values import Cidr


def pools(docker: Docker) -> tuple[Pool, ...] | None:
    """The written pools; None where Docker's own are in force (an empty list leaves them too)."""
    if not docker.default_address_pools:
        return None
    return tuple(
        Pool(base=pool.base, size=pool.size, origin=pool.origin) for pool in docker.default_address_pools
    )


def usable_pools(written: Sequence[Pool] | None) -> list[ipam.Pool]:
    """The pools as the allocator takes them; those whose size no daemon accepts (LW204) are left out."""
    return [ipam.Pool(pool.base.network, pool.size) for pool in written or () if pool.size is not None]


def docker0_request(host: Host) -> ipam.Request | None:
    """What the default bridge asks for; None where the host has none."""
    docker = host.docker
    if docker.bridge == "none":
        return None
    own = _own_addresses(host)
    fixed = [cidr.network for cidr in docker.fixed_cidr]
    given = (*docker.bip, *docker.fixed_cidr, *docker.default_gateway)
    by_itself = DockerVersion.parse(docker.version) >= ipam.LINEAR_ALLOCATOR  # 26 wants it written (LW703)
    ipv6 = (bool(docker.settings.get("ipv6")) and by_itself) or any(item.version == 6 for item in given)
    return ipam.docker0(docker.bip or own, fixed, ipv6=ipv6)


def _own_addresses(host: Host) -> tuple[Cidr, ...]:
    """The addresses of the host's own bridge that stands in for docker0, if there is one."""
    docker = host.docker
    return host.interfaces[docker.bridge].address if docker.bridge in host.interfaces else ()


def daemon(
    host: Host, version: DockerVersion, written: tuple[Pool, ...] | None, given: ipam.Allocation | None
) -> Daemon:
    """The daemon, once the allocator has given docker0 its subnets."""
    docker = host.docker
    return Daemon(
        version=version,
        bip=docker.bip,
        fixed_cidr=docker.fixed_cidr,
        default_gateway=docker.default_gateway,
        pools=written,
        bridge=docker.bridge,
        docker0=_docker0(host, given),
        docker0_predicted=given.predicted if given else False,
        docker0_refusal=(given.refusal or "") if given and given.exhausted else "",
        firewall_backend=docker.firewall_backend,
        userland_proxy=docker.userland_proxy,
        settings=docker.settings,
        managed=docker.manage,
        config=docker.config,
        origin=docker.origin,
        confidential=any(credentials(docker.settings)),
    )


def _docker0(host: Host, given: ipam.Allocation | None) -> tuple[Subnet, ...]:
    if given is None:
        return ()
    docker = host.docker
    gateways = {bip.network: bip.ip for bip in docker.bip or _own_addresses(host)}
    ranges = {cidr.version: cidr.network for cidr in docker.fixed_cidr}
    return tuple(
        Subnet(
            prefix=prefix,
            gateway=gateways.get(prefix) or ipam.next_address(prefix, ranges.get(prefix.version)),
            ip_range=ranges.get(prefix.version),
            reserved={},
            written=prefix not in given.automatic,
            origin=docker.at("bip") if docker.bip else docker.origin,
        )
        for prefix in given.subnets
    )
