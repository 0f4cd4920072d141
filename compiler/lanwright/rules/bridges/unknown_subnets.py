"""Subnets of networks that nobody masquerades, and the LANs whose router has no way back to them: a part of LW508."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Drop
from lanwright.diagnostics import Severity
from lanwright.plan.replies import Reply, may_be_asked, reply
from lanwright.rules.access.router_routes import said_route, written_route
from lanwright.rules.addressing.reach import reach
from lanwright.rules.bridges.option_place import option_place
from lanwright.rules.bridges.untranslated import turned_off_by, untranslated
from lanwright.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, SitePlan
    from lanwright.plan.values import Prefix


class WayBack(NamedTuple):
    """From a LAN of the host to a subnet behind it."""

    subnet: Prefix
    lan: LanPlan
    reply: Reply

    @property
    def is_known(self) -> bool:
        """Whether replies arrive."""
        return self.reply is Reply.ARRIVES


def ways_back(
    plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: Sequence[int]
) -> Iterator[WayBack]:
    """From each LAN of the host's to each subnet of these families."""
    on_link = reach(plan, host).on_link
    for subnet in (item.prefix for item in network.subnets if item.prefix.version in versions):
        for name, lan in plan.lans.items():
            if (name, subnet.version) in on_link and may_be_asked(host, lan):
                yield WayBack(subnet, lan, reply(plan, host, lan, subnet))


def unknown_subnets(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: Sequence[int]
) -> Iterator[Finding]:
    """One for each subnet, and each LAN of the host's where nobody knows it."""
    for way in ways_back(plan, host, network, versions):
        if not way.is_known:
            yield _unknown(site, host, network, way)


def _unknown(site: Site, host: HostPlan, network: DockerNetwork, way: WayBack) -> Finding:
    subnet, lan = way.subnet, way.lan
    who = (
        f"the router of `{lan.name}` has no"
        if lan.gateway_of(subnet.version)
        else f"nobody on `{lan.name}` has a"
    )
    what, why = f"{who} route to {subnet} by {host.name}", "whoever answers can't tell where they are"
    if way.reply is Reply.REFUSED:
        what, why = (
            f"replies from `{lan.name}` come in by another interface",
            "the host drops them there (rp_filter 1)",
        )
    return Finding(
        message=f"`{network.name}` {untranslated(network)}, and {what}",
        origin=place(site, host, network),
        why=f"its containers send with their own addresses: {why}",
        fix=_fix(host, way),
        edits=_routed(site, host, network, subnet, lan),
        severity=Severity.WARNING,
    )


def _fix(host: HostPlan, way: WayBack) -> str:
    subnet, lan = way.subnet, way.lan
    via = host.own_on(lan.name, subnet.version)
    instead = "have the network masqueraded"
    if way.reply is Reply.REFUSED:
        instead = f"set rp_filter to 2 on {host.name}, and write so in its `sysctls`"
    if via is None:
        return instead
    if lan.gateway_of(subnet.version) is None:
        return f"give each machine that is to answer a route to {subnet} by {via}, or {instead}"
    return f"give that router one and write it at `{lan.name}`: {said_route(subnet, via)}; or {instead}"


def _routed(
    site: Site, host: HostPlan, network: DockerNetwork, subnet: Prefix, lan: LanPlan
) -> tuple[Change, ...]:
    """The router's route, as the intent tells it once the router has it."""
    via = host.own_on(lan.name, subnet.version)
    if via is None or lan.gateway_of(subnet.version) is None:
        return without(site, host, network)
    return (written_route(site.lans[lan.name], subnet, via),)


def place(site: Site, host: HostPlan, network: DockerNetwork) -> Origin:
    """Where it is written that nobody masquerades the network."""
    return option_place(site, host, network, turned_off_by(network), "masquerade")


def without(site: Site, host: HostPlan, network: DockerNetwork) -> tuple[Change, ...]:
    """The text without it."""
    where = place(site, host, network)
    return (Drop(where, where.path[-1]),)
