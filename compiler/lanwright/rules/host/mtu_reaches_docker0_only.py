"""LW713: networks whose packets are larger than a link of the host takes, or than the daemon's `mtu` suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner
from lanwright.plan.default_networks import on_default_networks
from lanwright.plan.mtu import OPTION, by_default, narrowest, of_docker0, of_link, of_network
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.mtu import Limit

_HANGS = "where no router says so, connections open and then hang: TLS and ssh above all"


@rule("LW713", Severity.WARNING)
def mtu_reaches_docker0_only(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A network's MTU is larger than that of a link which its packets leave by.

    Docker gives each bridge an MTU of 1500, whatever the host's links have. A tunnel takes less (WireGuard mostly 1420),
    and so do many VLANs and clouds. What a container sends is then too large for the link, and what it asks for comes
    back too large: where a router on the way swallows the message that says so, connections open and then hang, TLS
    and ssh above all.

    The daemon's own key `mtu` doesn't help: it is for docker0 alone. Networks that are made, by compose or otherwise,
    take theirs from their own option, or from `default-network-opts` of daemon.json. macvlan and ipvlan networks have
    their parent's MTU by themselves.

    Write the MTU that the fix names for each network; for the networks that compose makes by itself, write
    `default-network-opts` under `docker.settings`.
    """
    said, narrow = of_docker0(host), narrowest(plan, host)
    if said is not None and (found := _beside_docker0(site, host, said)):
        yield found
        narrow = None if narrow is None or said <= narrow.mtu else narrow
    for network in host.networks.values():
        bridge = host.links.get(site.hosts[host.name].networks[network.name].on_bridge or "")
        limit = of_link(plan, host, bridge) if bridge else narrow
        if limit is not None and _is_larger(network, limit.mtu):
            yield _larger(site, host, network, limit)
    if narrow is not None and by_default(host) > narrow.mtu and _unnamed(host):
        yield Finding(
            message=f"{', '.join(_unnamed(host))}: packets of {by_default(host)} bytes, and `{narrow.link}` takes {narrow.mtu}",
            origin=host.daemon.origin,
            why=_HANGS,
            fix=f"write {_defaults(narrow.mtu)} under `docker.settings`",
            related=(_said(site, host, narrow),),
            edits=_by_default(site.hosts[host.name], narrow.mtu),
        )


def _beside_docker0(site: Site, host: HostPlan, said: int) -> Finding | None:
    """Networks that the daemon's key was meant for, and doesn't reach."""
    missed = [f"`{item.name}`" for item in host.networks.values() if _left_out(item, said)]
    missed += _unnamed(host) if by_default(host) > said else []
    if not missed:
        return None
    have = "has" if len(missed) == 1 else "have"
    return Finding(
        message=f"`mtu: {said}` is for docker0 alone: {', '.join(missed)} {have} {by_default(host)}",
        origin=site.hosts[host.name].docker.at("settings", "mtu"),
        why="networks take theirs from their own option, or from `default-network-opts`",
        fix=f"write {_defaults(said)} beside it, or `mtu: {said}` for each network",
        edits=_by_default(site.hosts[host.name], said),
    )


def _left_out(network: DockerNetwork, said: int) -> bool:
    return OPTION not in network.options and _is_larger(network, said)


def _is_larger(network: DockerNetwork, mtu: int) -> bool:
    own = of_network(network)
    return own is not None and own > mtu


def _defaults(mtu: int) -> str:
    return f'`default-network-opts: {{bridge: {{{OPTION}: "{mtu}"}}}}`'


def _by_default(written: Host, mtu: int) -> tuple[Change, ...]:
    """The same as a change of the text."""
    options = {"bridge": {OPTION: str(mtu)}}
    return (Add(written.origin, {"docker": {"settings": {"default-network-opts": options}}}),)


def _unnamed(host: HostPlan) -> list[str]:
    """The projects' `default` networks that are used."""
    return [f"the default network of `{project}`" for project in on_default_networks(host)]


def _larger(site: Site, host: HostPlan, network: DockerNetwork, limit: Limit) -> Finding:
    anew = f"make it anew with `--opt {OPTION}={limit.mtu}`"
    return Finding(
        message=f"`{network.name}` has packets of {of_network(network)} bytes, and `{limit.link}` takes {limit.mtu}",
        origin=site.hosts[host.name].networks[network.name].at("mtu"),
        why=_HANGS,
        fix=anew if network.owner is Owner.EXTERNAL else f"write `mtu: {limit.mtu}`",
        related=(_said(site, host, limit),),
        edits=() if network.owner is Owner.EXTERNAL else (Add(network.origin, {"mtu": limit.mtu}),),
    )


def _said(site: Site, host: HostPlan, limit: Limit) -> Related:
    """Where the link's MTU is written."""
    said_by = site.lans if limit.lan else site.hosts[host.name].interfaces
    return Related(said_by[limit.said_by].at("mtu"), f"`{limit.said_by}` has {limit.mtu}")
