"""The whole site: every reference checked, every host lowered, every LAN's addresses gathered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower.directory import check_expectations, directory
from lanwright.lower.firewall import rules_of
from lanwright.lower.host import host_plan
from lanwright.lower.lans import lan_plans
from lanwright.lower.problems import Problems
from lanwright.lower.references import check_references
from lanwright.lower.routed import route_tasks
from lanwright.lower.topology import check_topology
from lanwright.plan import SitePlan

if TYPE_CHECKING:
    from lanwright.intent import Site


def lower(site: Site) -> SitePlan:
    """Make the plan of a site.

    Raises:
        Refused: LW101 to LW106 (or LW003, where a link doesn't say what it is): what leaves no plan, all of it.
    """
    problems = Problems()
    check_references(site, problems)
    check_expectations(site, directory(site), problems)
    for host in site.hosts.values():
        check_topology(host, problems)
    problems.refuse()
    hosts = {name: host_plan(site, name, host, problems) for name, host in site.hosts.items()}
    problems.refuse()
    lans = lan_plans(site, hosts)
    hosts = {
        name: replace(host, rules=rules_of(host, lans), tasks=(*host.tasks, *route_tasks(host, lans)))
        for name, host in hosts.items()
    }
    return SitePlan(
        name=site.site,
        lans=lans,
        avoid={name: tuple(cidr.network for cidr in ranges) for name, ranges in site.avoid.items()},
        hosts=hosts,
        tasks=tuple(task for host in hosts.values() for task in host.tasks),
    )
