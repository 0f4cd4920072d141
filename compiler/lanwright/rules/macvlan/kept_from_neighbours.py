"""LW308: containers that are to reach each other or the host, on a network whose mode keeps them apart."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.kept_apart import joined_by_switch, kept_apart, kept_from_host
from lanwright.plan.parents import stack
from lanwright.rules.macvlan.ends_on_host import HOST, EndsOnHosts
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Expectation, Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
from lanwright.rules.macvlan.ends_on_host import End


@rule("LW308", Severity.ERROR)
def kept_from_neighbours(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Containers in mode private or vepa are to reach each other, or the host.

    Only macvlan links in mode bridge are handed each other's frames. In mode private a container reaches the LAN, and
    neither the network's other containers nor the host; a shim (`host_access`) is a macvlan link as well, and stands
    apart from them like the rest: nobody answers ARP there. That holds even behind a switch that reflects frames. In
    mode vepa such a switch joins all of them, the host included, without a shim (LW307); but not a host whose address
    is on a bridge with the card as its port, for the bridge drops what comes back to it from itself.

    Told are a `host_access` that can't work, and each line of `expect` that needs such a way: between two services of
    the network, between one of them and its host, or a container that is behind the host's NAT.

    Write `mode: bridge`, with `host_access: true` where the host is to be reached. If the containers are kept apart on
    purpose, drop what needs the way: another network that both are on (a bridge network, `internal`) joins the two
    that must speak.
    """
    for host in plan.hosts.values():
        for network in host.networks.values():
            yield from _shim(site, plan, host, network)
    ends = EndsOnHosts(site, plan)
    for host in plan.hosts.values():
        if any(kept_from_host(host, network, plan.lans) for network in host.networks.values()):
            for expectation in (item for item in site.expect if item.reach):
                yield from _expected(site, plan, host, ends, expectation)


def _shim(site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    written = site.hosts[host.name].networks[network.name]
    access = written.host_access
    if access is None:
        return
    if kept_from_host(host, network, plan.lans):
        yield Finding(
            message=f"`{network.name}` is in mode {network.mode}, and has `host_access`",
            origin=written.at("host_access"),
            why=f"only links in mode bridge hand frames to each other: a shim beside mode {network.mode} reaches nobody",
            fix=f"write `mode: bridge`, or drop `host_access`{_or_reflect(plan, host, network)}",
            related=(Related(written.at("mode"), "the mode"),),
            edits=(Write(written.at("mode"), "bridge"),),
        )
    elif joined_by_switch(host, network, plan.lans) and (access.interface or access.address):
        yield Finding(
            message=f"`{network.name}` is in mode vepa behind a switch that reflects, and describes a shim",
            origin=access.origin,
            why="the switch carries what host and containers send each other: no shim is made",
            fix="write `host_access: true`",
            edits=(Write(written.at("host_access"), value=True, whole=True),),
            safe=True,
            severity=Severity.WARNING,
        )


def _or_reflect(plan: SitePlan, host: HostPlan, network: DockerNetwork) -> str:
    """The way that mode vepa leaves open; none where the host's bridge is between."""
    if network.mode != "vepa" or any(link.kind is LinkKind.BRIDGE for link in stack(host, network)):
        return ""
    lan = f"`lans.{network.lan}`" if network.lan in plan.lans else "its LAN"
    return f"; or, behind a switch with 802.1Qbg, `switch: {{hairpin: true}}` at {lan}"


def _expected(
    site: Site, plan: SitePlan, host: HostPlan, ends: EndsOnHosts, expectation: Expectation
) -> Iterator[Finding]:
    """The first pair of ends, for each two names of the expectation, that a mode keeps apart."""
    for speaker, (index, spoken_to) in product(expectation.from_, enumerate(expectation.to)):
        pairs = product(ends.on(host, speaker), ends.on(host, spoken_to))
        blocked = (((one, other), _between(plan, host, one, other)) for one, other in pairs)
        found = next(((pair, network) for pair, network in blocked if network is not None), None)
        if found is not None:
            (one, other), network = found
            written = site.hosts[host.name].networks[network.name]
            yield Finding(
                message=f"{_shown(host, one)} is to reach {_shown(host, other)}, and `{network.name}` in mode "
                f"{network.mode} keeps them apart",
                origin=expectation.at("to", index),
                why=f"only links in mode bridge hand frames to each other, and mode {network.mode} sends all out by "
                f"`{network.parent}`",
                fix=_fix(plan, host, network, one, other),
                related=(Related(written.at("mode"), f"the mode of `{network.name}`"),),
                edits=(
                    Write(written.at("mode"), "bridge"),
                    *(
                        [Add(written.origin, {"host_access": True})]
                        if _needs_shim(written, one, other)
                        else []
                    ),
                ),
            )


def _needs_shim(written: Network, one: End, other: End) -> bool:
    return HOST in (one, other) and written.host_access is None


def _between(plan: SitePlan, host: HostPlan, one: End, other: End) -> DockerNetwork | None:
    """The network whose mode keeps two ends apart, where nothing else joins them."""
    if one == other:
        return None
    mine, its = _networks(host, one), _networks(host, other)
    if HOST in (one, other) or _is_behind(mine) or _is_behind(its):
        on_lan = its if one == HOST or _is_behind(mine) else mine
        found = [network for network in on_lan if kept_from_host(host, network, plan.lans)]
        return found[0] if found and len(found) == len(on_lan) else None
    common = [network for network in mine if network in its]
    joined = any(not kept_apart(network, plan.lans) for network in common)
    return None if joined or not common else common[0]


def _networks(host: HostPlan, end: End) -> Sequence[DockerNetwork]:
    if end == HOST:
        return ()
    return [host.networks[endpoint.network] for endpoint in host.services[end].endpoints]


def _is_behind(networks: Sequence[DockerNetwork]) -> bool:
    """Whether a service is behind the host: all that it sends goes by way of it."""
    return bool(networks) and all(network.strategy == "nat" for network in networks)


def _shown(host: HostPlan, end: End) -> str:
    return f"`{host.name}`" if end == HOST else f"`{end}`"


def _fix(plan: SitePlan, host: HostPlan, network: DockerNetwork, one: End, other: End) -> str:
    by_host = " and `host_access: true`" if HOST in (one, other) else ""
    return f"write `mode: bridge`{by_host} at `{network.name}`{_or_reflect(plan, host, network)}"
