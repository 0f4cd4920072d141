"""LW208: pools that hold fewer subnets than a host needs."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.lower.daemon import usable_pools
from lanwright.lower.prediction import predict
from lanwright.plan import Owner
from lanwright.plan.default_networks import on_default_networks
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.rules.addressing.room import Room

_USUAL = ip_network("10.0.0.0/8")
"""Where a pool is proposed from, where none is written."""


@rule("LW208", Severity.ERROR)
def too_few_subnets(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A host's pools hold fewer subnets than its networks need.

    Each network without a `subnet` takes one from the pools, docker0 too where no `bip` is written, and so does the
    `default` network that compose makes for each project with a service that names no network. Docker's own pools
    hold 31: after that, `docker network create` says "all predefined address pools have been fully subnetted" (before
    27.0: "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the
    network"). Where not even docker0 gets one, dockerd doesn't start. What overlaps an on-link route of the host or a
    subnet that is written down isn't given out.

    Add a pool, or cut the pools into smaller subnets.
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        pools = _usable_pools(host)
        if pools is None:
            continue
        waiting = list(_waiting(site.hosts[name], host))
        without = [item.network for item in waiting if not item.served]
        if without:
            named = [network for network in without if network is not None]
            place = _place(site, name, named)
            held = len(waiting) - len(without)
            yield Finding(
                message=f"{len(waiting)} networks need a subnet from the pools, which have {held} to give",
                origin=place,
                why=_why(host, pools),
                fix=_fix(room, host, len(waiting), place),
                edits=_added(site, room, host, len(waiting), place),
                related=tuple(
                    Related(network.origin, f"`{network.name}` gets none") for network in named[:3]
                ),
            )


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What takes a subnet from the pools, and whether there is one; no network for docker0 and default networks."""

    network: DockerNetwork | None
    served: bool


def _usable_pools(host: HostPlan) -> Sequence[ipam.Pool] | None:
    """The pools that Docker uses, or None where it doesn't start with them (LW204)."""
    written = usable_pools(host.daemon.pools)
    if len(written) < len(host.daemon.pools or ()) or not all(pool.capacity for pool in written):
        return None
    return ipam.used_pools(host.daemon.version, written)


def _waiting(written: Host, host: HostPlan) -> Iterator[_Waiting]:
    """In the order of making. The compiler's own prediction is asked once more, with the default networks behind all."""
    networks = list(host.networks.values())
    defaults = [
        ipam.Request(f"default network of {project}") for project in sorted(on_default_networks(host))
    ]
    prediction = predict(written, networks, host.addresses, host.routes, defaults)
    docker0 = prediction.docker0
    if docker0 is not None and (docker0.predicted or docker0.exhausted):
        yield _Waiting(None, not docker0.exhausted)
    for network in networks:
        if network.owner is not Owner.EXTERNAL and network.predicted is not False:
            yield _Waiting(network, not prediction.given[network.name].exhausted)
    for default in defaults:
        yield _Waiting(None, not prediction.given[default.name].exhausted)


def _place(site: Site, name: str, without: Sequence[DockerNetwork]) -> Origin:
    """The pools where they are written; else the first network that gets nothing."""
    host = site.hosts[name]
    if host.docker.wrote("default_address_pools") or not without:
        return host.at("docker", "default_address_pools")
    return without[0].origin


def _why(host: HostPlan, pools: Sequence[ipam.Pool]) -> str:
    words = ipam.no_block_left(host.daemon.version, 4, pools)
    if host.daemon.docker0_refusal:
        return f'dockerd refuses to start: error creating default "bridge" network: {words}'
    return f'`docker network create` fails: "{words}"'


def _added(site: Site, room: Room, host: HostPlan, needed: int, place: Origin) -> tuple[Change, ...]:
    block = _block(room, host, needed, place)
    entry = {"base": block, "size": 24}
    docker = {"default_address_pools": [entry]}
    return (Add(site.hosts[host.name].origin, {"docker": docker}),) if block else ()


def _bases(host: HostPlan) -> list[Prefix]:
    return [pool.base.network for pool in host.daemon.pools or () if pool.base.version == 4]


def _block(room: Room, host: HostPlan, needed: int, place: Origin) -> Prefix | None:
    bases = _bases(host)
    near = bases[-1] if bases else _USUAL
    return room.block(near, min(16, 24 - needed.bit_length()), place.span)


def _fix(room: Room, host: HostPlan, needed: int, place: Origin) -> str:
    bases, block = _bases(host), _block(room, host, needed, place)
    if block is None:
        return "cut the pools into smaller subnets"
    entry = f"{{base: {block}, size: 24}}"
    return f"add the pool `{entry}`" if bases else f"write `default_address_pools: [{entry}]`"
