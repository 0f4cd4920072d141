"""LW110: one name on a network for two services, where one of them is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.rules.names.dns_names import names_on
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.rules.names.dns_names import DnsName


@rule("LW110", Severity.WARNING)
def name_of_two_services(site: Site, host: HostPlan) -> Iterator[Finding]:
    """On a network a service's name is another service's as well.

    Containers find each other by their services' names. Docker's DNS knows no projects: where the services `db` of two
    projects are on one network, or `db` is an alias of another service there, it gives both addresses to whoever asks
    for `db`, in any order (measured with 28.5.2). A connection goes to the wrong one now and then, and each project by
    itself works. An alias that several services have and that is no service's name is taken for meant: it is how they
    share their clients.

    Give one of them another name (`service`) or alias, or leave one of them off that network. Where both are to be found
    by that name, silence this with that reason.
    """
    for network in host.networks:
        names = list(names_on(site.hosts[host.name], host, network))
        own: dict[str, DnsName] = {}
        for one in names:
            if not one.is_alias:
                own.setdefault(one.name, one)
        for one in names:
            other = own.get(one.name)
            if other is not None and not _is_one(host, one, other):
                yield _finding(network, one, other)


def _is_one(host: HostPlan, one: DnsName, other: DnsName) -> bool:
    """Whether a service is meant, be it written twice (LW108)."""
    mine, its = host.services[one.owner], host.services[other.owner]
    written_twice = mine.compose and its.compose and mine.project == its.project
    return one.owner == other.owner or (written_twice and not one.is_alias)


def _finding(network: str, one: DnsName, other: DnsName) -> Finding:
    both = f"`{other.owner}` and `{one.owner}` are both `{one.name}` on `{network}`"
    alias = f"`{one.name}`, an alias of `{one.owner}` on `{network}`, is the name of `{other.owner}` there"
    return Finding(
        message=alias if one.is_alias else both,
        origin=one.origin,
        why=f"Docker's DNS gives both addresses to whoever asks for `{one.name}`: a connection may go to the wrong one",
        fix="drop it, or write another one"
        if one.is_alias
        else "give one another name, or a network of its own",
        related=(Related(other.origin, f"`{other.owner}`"),),
        edits=(Drop(one.origin, "aliases"),) if one.is_alias else (),
    )
