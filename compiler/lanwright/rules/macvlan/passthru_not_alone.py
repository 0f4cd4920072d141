"""LW306: mode passthru, where the parent has more to carry than one container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner, Purpose
from lanwright.rules.macvlan.macvlan_subnet_twice import SHARED_PARENTS
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW306", Severity.ERROR)
def passthru_not_alone(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Mode passthru gives a whole interface to one container, and something else is on it.

    A macvlan link of mode passthru takes the parent for itself: the parent gets the container's MAC address and hands
    the container every frame that comes in. So there is room for one such link, and for no other macvlan link beside
    it. A second container of the network doesn't start, "failed to create the macvlan port: invalid argument"; a
    second macvlan network is refused, "cannot use mode passthru, macvlan network ... is already using parent interface
    eth0"; for a shim (`host_access`) the kernel says "Invalid argument".

    The host's own address on that interface is of no use while the container runs: the host still sends, and what the
    LAN sends back goes to the container. That is a warning, since it may be meant so; whoever administers the host by
    this interface locks himself out with the container's start.

    Write `mode: bridge`, which has room for all of them; or give the network an interface that carries nothing else.
    """
    for network in host.networks.values():
        if network.driver == "macvlan" and network.mode == "passthru" and network.parent is not None:
            yield from _second_container(site, host, network)
            yield from _shim(site, host, network)
            yield from _taken_from_host(site, host, network)
    yield from _second_network(site, host)


def _second_container(site: Site, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    members = host.members[network.name]
    containers = {service.name: service.replicas for service, _ in members}
    if sum(containers.values()) < 2:
        return
    first, _ = members[0]
    several = first.replicas > 1
    service, endpoint = members[0 if several else 1]
    replicas = site.hosts[host.name].services[service.name].at("replicas")
    yield Finding(
        message=f"`{network.name}` is in mode passthru, and {_listed(containers)} are on it",
        origin=replicas if several else endpoint.origin,
        why='the second doesn\'t start: "failed to create the macvlan port: invalid argument"',
        fix=f"write `mode: bridge` at `{network.name}`, or leave one container on it",
        related=(Related(_mode(site, host, network), "the mode"),),
        edits=(Write(_mode(site, host, network), "bridge"),),
    )


def _listed(containers: Mapping[str, int]) -> str:
    if len(containers) == 1:
        ((name, number),) = containers.items()
        return f"{number} containers of `{name}`"
    return " and ".join(f"`{name}`" for name in containers)


def _shim(site: Site, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    written = site.hosts[host.name].networks[network.name]
    if written.host_access is not None:
        yield Finding(
            message=f"`{network.name}` is in mode passthru, and has `host_access`",
            origin=written.at("host_access"),
            why="the kernel makes no second macvlan link, the shim, beside one of mode passthru: Invalid argument",
            fix="drop it, or write `mode: bridge`",
            related=(Related(_mode(site, host, network), "the mode"),),
            edits=(Write(_mode(site, host, network), "bridge"),),
        )


def _taken_from_host(site: Site, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    used = _used_by_host(host, network)
    if used is not None:
        what, place = used
        yield Finding(
            message=f"`{network.name}` takes `{network.parent}` away from the host, which has {what} there",
            origin=_mode(site, host, network),
            why="while its container runs, what the LAN sends to the host goes to the container",
            fix=f"write `mode: bridge`, or give `{network.name}` an interface that the host doesn't use",
            related=(Related(place, f"what the host has on `{network.parent}`"),),
            severity=Severity.WARNING,
            edits=(Write(_mode(site, host, network), "bridge"),),
        )


def _used_by_host(host: HostPlan, network: DockerNetwork) -> tuple[str, Origin] | None:
    for item in host.addresses:
        if item.link == network.parent and item.purpose in (Purpose.HOST, Purpose.ALIAS):
            return f"{item.address.ip}", item.origin
    link = host.links.get(network.parent or "")
    return ("its lease", link.origin) if link is not None and link.dhcp else None


def _second_network(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Each later network on a parent, where it or the first one is in mode passthru; up to 26 that is LW301."""
    first: dict[str, DockerNetwork] = {}
    for network in host.networks.values():
        if network.driver != "macvlan" or network.parent is None or host.daemon.version < SHARED_PARENTS:
            continue
        other = first.setdefault(network.parent, network)
        both_exist = network.owner is Owner.EXTERNAL and other.owner is Owner.EXTERNAL
        if other is not network and "passthru" in (network.mode, other.mode) and not both_exist:
            yield _refused(site, host, network, other)


def _refused(site: Site, host: HostPlan, network: DockerNetwork, other: DockerNetwork) -> Finding:
    words = f"macvlan network ... is already using parent interface {network.parent}"
    said = f"{words} in mode passthru" if other.mode == "passthru" else f"cannot use mode passthru, {words}"
    alone = network if network.mode == "passthru" else other
    written = site.hosts[host.name].networks
    return Finding(
        message=f"`{other.name}` and `{network.name}` are both on `{network.parent}`, and "
        f"`{alone.name}` is in mode passthru",
        origin=written[network.name].at("parent"),
        why=f'Docker refuses the second: "{said}"',
        fix=f"write `mode: bridge` at `{alone.name}`, or give `{network.name}` another parent",
        related=(Related(written[other.name].at("parent"), f"`{other.name}` is on it already"),),
        edits=(Write(_mode(site, host, alone), "bridge"),),
    )


def _mode(site: Site, host: HostPlan, network: DockerNetwork) -> Origin:
    return site.hosts[host.name].networks[network.name].at("mode")
