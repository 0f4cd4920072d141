"""LW616: a container on several networks without a default route, or with another than the one that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner
from lanwright.plan.default_route import leads_out
from lanwright.rules.access.ways_out import made_the_way_out, networks_of, stands_on_lan, written_way_out
from lanwright.rules.addressing.missing_gateway import is_missing
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Service as Written
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Service, SitePlan


_DETOUR = "take the way by the host, which drops them where it checks reverse paths (rp_filter 1)"


@rule("LW616", Severity.WARNING)
def unmeant_default_route(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A container on several networks has no default route, or not the one that is meant.

    A container has one default route, whatever number of networks it is on, and Docker chooses it: the network with the
    highest `gw_priority`, never an internal one before others, one with IPv4 and IPv6 before one with IPv4 alone, and at
    last the first by name. So `abackend` wins over `real_lan`, and `zbackend` doesn't. The order in which networks are
    written means nothing.

    A macvlan or ipvlan network without a gateway takes its turn like any other: if it is chosen the container has no
    way out at all (measured with 29.7: `ip route` shows no default).

    A service that listens on the LAN, or has VPN clients, should answer by the LAN. Its neighbours there reach it
    anyhow; but replies to who asks from beyond the router take the way by the bridge and the host. A host that checks
    reverse paths strictly (rp_filter 1) drops them (measured), and what the service itself sends beyond the LAN comes
    from the host's address, not from its own. What is to leave with another address (`leaves_as`) must leave by a
    bridge: only there the host translates it.

    Write the `gw_priority` that the fix names (Docker 28 and later), or `internal: true` at the bridge, where
    containers only speak among themselves. A `gw_priority` that is written already is taken for what is meant.
    """
    for service in host.services.values():
        if service.network_mode is None:
            written = site.hosts[host.name].services[service.name]
            cases = (_Case(host, service, written, version) for version in service.ways_out)
            yield from islice(filter(None, (_judged(plan, case) for case in cases)), 1)


@dataclass(frozen=True, slots=True)
class _Case:
    """One family of one service."""

    host: HostPlan
    service: Service
    written: Written
    version: int

    @property
    def way(self) -> DockerNetwork:
        """The network that Docker takes."""
        return self.host.networks[self.service.ways_out[self.version]]

    @property
    def others(self) -> list[DockerNetwork]:
        """The networks that would lead out as well."""
        return [
            network
            for network in networks_of(self.host, self.service)
            if network is not self.way and leads_out(self.host.daemon.version, network, self.version)
        ]

    def finding(self, message: str, why: str, meant: DockerNetwork) -> Finding:
        """That another network is meant."""
        advice = made_the_way_out(self.host, self.service, meant, self.version)
        kept_in = f"`internal: true` at `{self.way.name}`"
        either = self.way.strategy == "nat" and kept_in not in advice
        return Finding(
            message=message,
            origin=self.written.at("networks", self.way.name),
            why=why,
            fix=f"{advice}, or {kept_in}" if either else advice,
            related=(Related(self.written.at("networks", meant.name), f"`{meant.name}`"),),
            edits=written_way_out(self.written, self.host, self.service, meant, self.version),
        )


def _judged(plan: SitePlan, case: _Case) -> Finding | None:
    name, way, others = case.service.name, case.way, case.others
    if not others:
        return None
    if not leads_out(case.host.daemon.version, way, case.version):
        if way.owner is Owner.EXTERNAL or any(is_missing(plan, case.host, way, item) for item in way.subnets):
            return (
                None  # of a network that exists nobody knows; a gateway that is missing altogether is LW212
            )
        message = f"`{name}` has no IPv{case.version} default route: Docker takes `{way.name}`, which has no gateway"
        why = f"it reaches nothing beyond its own networks, though `{others[0].name}` leads out"
        return case.finding(message, why, others[0])
    found = _meant(case, others)
    if found is None:
        return None
    meant, why = found
    return case.finding(f"the IPv{case.version} default route of `{name}` goes by `{way.name}`", why, meant)


def _meant(case: _Case, others: list[DockerNetwork]) -> tuple[DockerNetwork, str] | None:
    """The network that should give the default route, and what happens meanwhile."""
    service, way = case.service, case.way
    on_lan = next((network for network in others if stands_on_lan(network)), None)
    behind = next((network for network in others if network.strategy == "nat"), None)
    leaves = any(address.version == case.version for address in service.leaves_as)
    if leaves and behind is not None and way.strategy != "nat":
        return behind, "what it sends leaves there untranslated, with the container's own address"
    if on_lan is None or way.strategy != "nat" or leaves:
        return None
    if case.written.clients is not None:
        return (
            on_lan,
            f"replies to clients from beyond the LAN of `{on_lan.name}` {_DETOUR}",
        )
    said = any(endpoint.gw_priority is not None for endpoint in service.endpoints)
    if service.listens and not service.published and not said:
        return (
            on_lan,
            f"replies to who asks it on `{on_lan.name}` from beyond that LAN {_DETOUR}",
        )
    return None
