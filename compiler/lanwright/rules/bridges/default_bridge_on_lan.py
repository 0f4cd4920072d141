"""LW509: the default bridge is the host's own, and nothing keeps its containers off the LAN's addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import Interval, interval
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Docker, Site
    from lanwright.intent.values import Cidr
    from lanwright.plan import Claim, HostPlan, LanPlan, SitePlan
    from lanwright.plan.values import Address, Prefix

_BITS = 3
"""A proposed fixed_cidr has room for eight containers."""


@rule("LW509", Severity.ERROR)
def default_bridge_on_lan(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Docker's default bridge is on a LAN without `fixed_cidr` and `default_gateway`.

    With `bridge: br0` containers without a network of their own are put on the host's bridge. Docker takes the LAN's whole
    subnet for theirs and hands it out from the bottom: the first container got 192.168.0.1, the router's address
    (measured). `fixed_cidr` is the part that it may hand out. Nothing can be reserved in it, so it must hold nobody
    else's address, and nothing of the DHCP server's.

    The containers' default route is the host's own address, a detour by the host for all that they send beyond the LAN,
    unless `default_gateway` names the router (without it: a warning). The host's address stays where it is.

    Write both.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        bridge = host.links.get(host.daemon.bridge or "")
        lan = plan.lans.get(bridge.lan or "") if bridge else None
        if lan is not None:
            docker = site.hosts[host.name].docker
            for subnet in host.daemon.docker0:
                if lan.subnet_of(subnet.prefix.version) == subnet.prefix:
                    yield from _of_family(host, docker, lan, subnet.prefix, free)


def _of_family(
    host: HostPlan, docker: Docker, lan: LanPlan, subnet: Prefix, free: FreeAddresses
) -> Iterator[Finding]:
    version = subnet.version
    router = lan.gateway_of(version)
    given = next((cidr.network for cidr in docker.fixed_cidr if cidr.version == version), None)
    default = next((item for item in docker.default_gateway if item.version == version), None)
    if given is None:
        block = free.on_lan(lan.name).block(subnet, subnet.max_prefixlen - _BITS, docker.at("bridge"))
        both = f"`fixed_cidr: {block}`" if block else "a `fixed_cidr` that holds nobody's address"
        way = f" and `default_gateway: {router}`" if router and default is None else ""
        yield Finding(
            message=f"the default bridge is `{docker.bridge}`, and its containers may get any address of `{lan.name}`",
            origin=docker.at("bridge"),
            why=f"Docker hands out {subnet} from the bottom: the first container gets {_first(subnet, host)}",
            fix=f"write {both}{way}",
            edits=_both(docker, block, None if default else router),
        )
        return
    if inside := _inside(host, lan, given):
        block = free.on_lan(lan.name).block(given, given.prefixlen, docker.at("fixed_cidr"))
        yield Finding(
            message=f"`fixed_cidr` {given} covers {inside[0]}",
            origin=docker.at("fixed_cidr"),
            why="Docker hands it out without asking, and on the default bridge nothing can be reserved",
            fix=f"write `fixed_cidr: {block}`"
            if block
            else "write a part of the LAN that holds nobody's address",
            related=inside[1],
            edits=(
                Write(docker.at("fixed_cidr", docker.fixed_cidr.index(_as_written(docker, given))), block),
            )
            if block
            else (),
        )
    if default is None and router is not None:
        yield Finding(
            message=f"containers on the default bridge send everything beyond `{lan.name}` by the host",
            origin=docker.at("fixed_cidr"),
            why=f"without `default_gateway` their default route is the host's own address on `{docker.bridge}`",
            fix=f"write `default_gateway: {router}`",
            edits=_both(docker, None, router),
            severity=Severity.WARNING,
        )


def _both(docker: Docker, part: Prefix | None, router: Address | None) -> tuple[Change, ...]:
    """What is missing, beside what is there of the other family."""
    keys: dict[str, object] = {}
    if part is not None:
        keys["fixed_cidr"] = [part] if docker.fixed_cidr else part
    if router is not None:
        keys["default_gateway"] = [router] if docker.default_gateway else router
    return (Add(docker.origin, keys),)


def _as_written(docker: Docker, given: Prefix) -> Cidr:
    return next(cidr for cidr in docker.fixed_cidr if cidr.network == given)


def _first(subnet: Prefix, host: HostPlan) -> Address:
    own = {item.address.ip for item in host.addresses}
    return next(address for address in subnet.hosts() if address not in own)


def _inside(host: HostPlan, lan: LanPlan, given: Prefix) -> tuple[str, tuple[Related, ...]] | None:
    """What else lies in it: somebody's address, or a part of the DHCP server's range; the host's own Docker knows."""
    known = {
        item.address.ip
        for item in host.addresses
        if item.link == host.daemon.bridge and item.purpose == "host"
    }
    known |= set(host.daemon.default_gateway)
    claim: Claim | None = next(
        (item for item in lan.claims if item.address in given and item.address not in known), None
    )
    if claim is not None:
        return f"{claim.address} of `{claim.name}`", (Related(claim.origin, f"`{claim.name}`"),)
    for first, last in lan.dhcp:
        leases = Interval(first.version, int(first), int(last))
        if leases.overlaps(interval(given)):
            return f"leases of `{lan.name}` ({first} to {last})", (Related(lan.origin, f"`{lan.name}`"),)
    return None
