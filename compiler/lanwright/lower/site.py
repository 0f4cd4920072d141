"""The whole site: every reference checked, every host lowered, every LAN's addresses gathered."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from lanwright.lower import foreign, switches
from lanwright.lower.compose_files import compose_files
from lanwright.lower.directory import check_expectations, directory
from lanwright.lower.firewall import rules_of
from lanwright.lower.host import host_plan
from lanwright.lower.lans import lan_plans
from lanwright.lower.problems import Problems
from lanwright.lower.references import check_references
from lanwright.lower.routed import route_tasks
from lanwright.lower.services import check_container_names
from lanwright.lower.topology import check_topology
from lanwright.lower.vpn import client_tasks
from lanwright.plan import SitePlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan
    from lanwright.source import Foreign


def lower(site: Site, beside: Mapping[str, Foreign] = MappingProxyType({})) -> SitePlan:
    """Make the plan of a site.

    Args:
        site: what the user wrote.
        beside: the compose files that it names, by the path that is written.

    Raises:
        Refused: LW101 to LW106 (or LW003, where a link doesn't say what it is): what leaves no plan, all of it.
    """
    problems = Problems(site.edits)
    check_references(site, problems)
    check_expectations(site, directory(site), problems)
    for host in site.hosts.values():
        check_topology(host, problems)
        check_container_names(host, problems)
    problems.refuse()
    hosts = {name: host_plan(site, name, host, problems) for name, host in site.hosts.items()}
    problems.refuse()
    lans = lan_plans(site, hosts)
    hosts = {
        name: replace(
            host,
            rules=rules_of(host, lans),
            tasks=(*host.tasks, *route_tasks(host, lans), *client_tasks(host, lans)),
            compose_files=compose_files(name, site.hosts[name], beside),
        )
        for name, host in hosts.items()
    }
    hosts = {name: _with_tasks(site.hosts[name], host) for name, host in hosts.items()}
    return SitePlan(
        name=site.site,
        lans=lans,
        avoid={name: tuple(cidr.network for cidr in ranges) for name, ranges in site.avoid.items()},
        hosts=hosts,
        tasks=tuple(task for host in hosts.values() for task in host.tasks),
    )


def _with_tasks(written: Host, host: HostPlan) -> HostPlan:
    """A host with what its switches and its other firewalls must be told."""
    return replace(host, tasks=(*host.tasks, *switches.tasks(host), *foreign.tasks(written, host)))
