"""LW707: source addresses on an iptables host, where Docker's own rules come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.lower.firewall.leaves_as import ours_is_met
from lanwright.lower.firewall.shim_source import unanswered_sources
from lanwright.plan import Owner, Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Link, Service


@rule("LW707", Severity.WARNING)
def overtaken_source(site: Site, host: HostPlan) -> Iterator[Finding]:
    """On an iptables host Docker's MASQUERADE comes before any source rule of one's own.

    A shim with a dummy address needs a rule that gives the packets of other networks' containers the host's address, or
    nobody replies to them. `iptables -t nat -I POSTROUTING ... -j SNAT`, as many notes have it, works until the next
    `docker network create` or the next start of Docker: each puts its MASQUERADE at the top of POSTROUTING, and the
    first rule that fits decides (measured). No order of starting services helps for long.

    So no such rule is written here. Each network that Lanwright knows is told the address to use instead
    (`com.docker.network.host_ipv4`), or, for a service with `leaves_as`, to leave masquerading to us
    (`com.docker.network.bridge.enable_ip_masquerade=false`); the latter is told as an info (`--verbose`). What can't be
    told so: docker0, the `default` network that compose makes by itself, and networks that exist already. Services on
    those get no reply from containers behind such a shim; and `leaves_as` can't work on a network that exists already,
    or for a service there, which is an error.

    Write `host_access: true`, so that the shim carries the host's own address and no rule is needed; or
    `firewall: nftables`, whose own table Docker never overtakes.
    """
    if host.firewall != "iptables":
        return
    yield from _never(site, host)
    shims = [link for link in host.links.values() if link.purpose is Purpose.SHIM]
    shim = next((link for link in shims if unanswered_sources(host.addresses, host.routes, link)), None)
    for service in host.services.values():
        where = _untold(host, service)
        if shim is not None and where:
            yield _unanswered(site, host, service, shim, where)
        elif service.leaves_as:
            yield from _left_to_us(site, host, service)


def _never(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`leaves_as` where Docker's MASQUERADE stays first: on networks that are there already, and for services there."""
    written = site.hosts[host.name]
    for name, network in host.networks.items():
        if network.leaves_as and not ours_is_met(host, network):
            wanted = " and ".join(map(str, network.leaves_as))
            yield _overtaken(f"`{name}`", wanted, name, written.networks[name].at("leaves_as"))
    for service in host.services.values():
        for endpoint in service.endpoints if service.leaves_as else ():
            network = host.networks[endpoint.network]
            if _is_masqueraded_first(host, network):
                wanted = " and ".join(map(str, service.leaves_as))
                origin = written.services[service.name].at("leaves_as")
                yield _overtaken(f"`{service.name}`", wanted, network.name, origin)


def _overtaken(who: str, wanted: str, network: str, origin: Origin) -> Finding:
    already = (
        "which is there already" if who == f"`{network}`" else f"from `{network}`, which is there already"
    )
    return Finding(
        message=f"{who} can't leave as {wanted} {already}"
        if who != f"`{network}`"
        else f"{who}, {already}, can't leave as {wanted}",
        origin=origin,
        why="Docker puts its MASQUERADE for that network before any rule of ours, and nothing else can be told it",
        fix=f"write `firewall: nftables`, or let Lanwright make `{network}` (drop `external`)",
        severity=Severity.ERROR,
    )


def _untold(host: HostPlan, service: Service) -> str:
    """The network of a service that can't be told which address to use; empty where there is none."""
    if not service.endpoints and service.network_mode is None:
        return f"the default network of `{service.project}`" if service.compose else "docker0"
    for endpoint in service.endpoints:
        network = host.networks[endpoint.network]
        if _is_masqueraded_first(host, network):
            return f"`{network.name}`, which exists already"
    return ""


def _is_masqueraded_first(host: HostPlan, network: DockerNetwork) -> bool:
    """A network that exists already can be told nothing, neither an address nor to masquerade no more."""
    there = network.strategy == "nat" and network.owner is Owner.EXTERNAL and not network.internal
    return there and not ours_is_met(host, network)


def _unanswered(site: Site, host: HostPlan, service: Service, shim: Link, where: str) -> Finding:
    access = site.hosts[host.name].networks[shim.network or ""]
    return Finding(
        message=f"`{service.name}` is on {where}, and gets no reply from the containers of `{shim.network}`",
        origin=service.origin,
        why="Docker's MASQUERADE gives its packets the shim's dummy address, and no rule of ours lasts before that one",
        fix=f"write `host_access: true` at `{shim.network}`, or `firewall: nftables`",
        related=(Related(access.at("host_access"), "the shim with a dummy address"),),
        edits=(Write(access.at("host_access"), value=True, whole=True),),
    )


def _left_to_us(site: Site, host: HostPlan, service: Service) -> Iterator[Finding]:
    ours = [host.networks[endpoint.network] for endpoint in service.endpoints]
    names = [f"`{network.name}`" for network in ours if network.masquerade_is_ours]
    if names:
        yield Finding(
            message=f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} made without Docker's masquerading, which our own rules do",
            origin=site.hosts[host.name].services[service.name].at("leaves_as"),
            why="Docker would put its MASQUERADE before our SNAT with each new network and at each start",
            severity=Severity.INFO,
        )
