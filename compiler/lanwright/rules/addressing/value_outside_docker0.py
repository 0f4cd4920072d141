"""LW210: a fixed_cidr or a default gateway that docker0's subnet doesn't hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop, Write
from lanwright.diagnostics import Related, Severity
from lanwright.lower import ipam
from lanwright.plan import DockerVersion
from lanwright.plan.intervals import interval, network
from lanwright.rules.addressing.same_host_part import same_host_part
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan, SitePlan, Subnet
    from lanwright.plan.values import Address, Prefix

_REFUSES_FROM = DockerVersion(27, 0)
"""Up to here a range of docker0's is taken for its host bits alone; measured of 26.1."""


@rule("LW210", Severity.ERROR)
def value_outside_docker0(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """`fixed_cidr` or `default_gateway` doesn't fit into docker0's subnet.

    `bip` says where docker0's subnet lies (without it `fixed_cidr` does, or Docker chooses), `fixed_cidr` is the part
    of it that containers get addresses from, `default_gateway` the machine in it that they send everything else to.
    dockerd starts with a `fixed_cidr` that lies elsewhere, and then no container starts on the default bridge: "range
    '10.199.0.128/25' is not in subnet '10.200.0.0/24'". On a bridge of the host's own (`bridge`) it ignores an IPv4 one
    with a warning in its log, and with an IPv6 one it doesn't start. Docker 26 takes the part of the subnet that has the
    same host bits, here 10.200.0.128/25 (a warning; measured).

    With a `default_gateway` that lies elsewhere dockerd doesn't start: "auxiliary address: (DefaultGatewayIPv4:
    10.199.0.1) must belong to the master pool: 10.200.0.0/24"; nor with docker0's own address: "failed to allocate
    secondary ip address (DefaultGatewayIPv4:10.200.0.1): Address already in use"; nor with an IPv6 one where docker0 has
    no IPv6 subnet. `dockerd --validate` finds none of it.

    Write a part of the subnet, or leave the key out: docker0 itself is the way out by default.
    """
    docker = site.hosts[host.name].docker
    yield from _of_no_subnet(docker, host)
    for subnet in host.daemon.docker0:
        yield from _fixed_cidr(docker, host, subnet)
        yield from _gateway(docker, subnet, _router(plan, host, subnet))


def _fixed_cidr(docker: Docker, host: HostPlan, subnet: Subnet) -> Iterator[Finding]:
    whole = interval(subnet.prefix)
    older = docker.bridge is None and whole.version == 4 and host.daemon.version < _REFUSES_FROM
    for index, cidr in enumerate(docker.fixed_cidr):
        part = interval(cidr.network)
        if part.version == whole.version and not whole.covers(part):
            larger = part.covers(whole)
            moves = older and cidr.network.prefixlen >= subnet.prefix.prefixlen
            harmless = docker.bridge is None and (larger or moves)
            yield Finding(
                message=f"`fixed_cidr` {cidr.network} is {'larger than' if larger else 'outside'} {_name(docker)}'s subnet {subnet.prefix}",
                origin=docker.at("fixed_cidr", index),
                why=_why(cidr.network, subnet.prefix, theirs=docker.bridge is not None, moves=moves),
                fix=_part(cidr.network, subnet.prefix),
                related=_related(docker, subnet),
                severity=Severity.WARNING if harmless else None,
                edits=_changed(docker.at("fixed_cidr", index), cidr.network, subnet.prefix),
                safe=larger and docker.bridge is None,
            )


def _why(cidr: Prefix, subnet: Prefix, *, theirs: bool, moves: bool) -> str:
    if theirs and cidr.version == 6:
        return 'dockerd refuses to start: "is outside any subnet implied by addresses on the user-managed default bridge"'
    if theirs or interval(cidr).covers(interval(subnet)):
        return f"dockerd ignores it: containers get addresses from all of {subnet}"
    if moves:
        return f"Docker 26 takes {_inside(cidr, subnet)} in its place; with a newer one no container starts on the default bridge"
    return f"no container starts on the default bridge: \"range '{cidr}' is not in subnet '{subnet}'\""


def _part(cidr: Prefix, subnet: Prefix) -> str:
    if cidr.prefixlen <= subnet.prefixlen:
        return f"drop it: it is for a part of {subnet}"
    return f"write `fixed_cidr: {_inside(cidr, subnet)}`"


def _changed(place: Origin, cidr: Prefix, subnet: Prefix) -> tuple[Change, ...]:
    """The same as a change of the text."""
    if cidr.prefixlen <= subnet.prefixlen:
        return (Drop(place, "fixed_cidr"),)
    return (Write(place, _inside(cidr, subnet)),)


def _inside(cidr: Prefix, subnet: Prefix) -> Prefix:
    """A part of the subnet of the same length, at the same place in it as far as that goes."""
    host_bits = subnet.max_prefixlen - cidr.prefixlen
    near = int(same_host_part(cidr.network_address, subnet))
    return network(subnet.version, near >> host_bits << host_bits, cidr.prefixlen)


def _gateway(docker: Docker, subnet: Subnet, router: Address | None) -> Iterator[Finding]:
    for index, gateway in enumerate(docker.default_gateway):
        if gateway.version != subnet.prefix.version:
            continue
        said, place = _fault(gateway, subnet, _name(docker)), docker.at("default_gateway", index)
        if said:
            instead = (
                f"write `default_gateway: {router}`"
                if router
                else f"drop it: {_name(docker)} itself is the way out"
            )
            yield Finding(
                message=f"`default_gateway` {gateway} {said}",
                origin=place,
                why=f'dockerd refuses to start: "{_words(gateway, subnet)}"',
                fix=instead,
                related=_related(docker, subnet),
                edits=(Write(place, router),) if router else (Drop(place, "default_gateway"),),
            )


def _of_no_subnet(docker: Docker, host: HostPlan) -> Iterator[Finding]:
    """An IPv6 gateway of docker0 without an IPv6 subnet that is written: from 27 on Docker chooses one; before it is LW208."""
    families = {subnet.prefix.version for subnet in host.daemon.docker0}
    for index, gateway in enumerate(docker.default_gateway):
        newer = host.daemon.version >= _REFUSES_FROM
        if newer and docker.bridge is None and gateway.version not in families:
            place = docker.at("default_gateway", index)
            yield Finding(
                message=f"`default_gateway` {gateway}: docker0 has no IPv{gateway.version} subnet written",
                origin=place,
                why=f'dockerd refuses to start: "auxiliary address: (DefaultGatewayIPv{gateway.version}:{gateway}) must belong to '
                'the master pool"',
                fix=f"write a `bip` of IPv{gateway.version} whose subnet holds it, or drop it",
                edits=(Drop(place, "default_gateway"),),
            )


def _fault(gateway: Address, subnet: Subnet, bridge: str) -> str:
    if gateway not in subnet.prefix:
        return f"is outside {bridge}'s subnet {subnet.prefix}"
    if gateway == subnet.gateway:
        return f"is {bridge}'s own address"
    edge = any(part.covers(interval(gateway)) for part in ipam.unusable(subnet.prefix))
    return f"is the first or last address of {bridge}'s subnet {subnet.prefix}" if edge else ""


def _words(gateway: Address, subnet: Subnet) -> str:
    name = f"DefaultGatewayIPv{gateway.version}:{gateway}"
    if gateway not in subnet.prefix:
        return f"auxiliary address: ({name}) must belong to the master pool: {subnet.prefix}"
    return f"failed to allocate secondary ip address ({name}): Address already in use"


def _router(plan: SitePlan, host: HostPlan, subnet: Subnet) -> Address | None:
    """Where the default bridge is the host's own, the router of its LAN."""
    bridge = host.links.get(host.daemon.bridge or "")
    lan = plan.lans.get(bridge.lan or "") if bridge else None
    router = lan.gateway_of(subnet.prefix.version) if lan else None
    return router if router and router in subnet.prefix else None


def _name(docker: Docker) -> str:
    return docker.bridge or "docker0"


def _related(docker: Docker, subnet: Subnet) -> tuple[Related, ...]:
    key = next((key for key in ("bip", "bridge", "fixed_cidr") if docker.wrote(key)), None)
    return (Related(docker.at(key), f"{_name(docker)}'s subnet {subnet.prefix}"),) if key else ()
