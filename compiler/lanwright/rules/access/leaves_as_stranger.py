"""LW624: what leaves the host with an address that isn't the host's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.plan.known_addresses import KnownAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address


class _Source(NamedTuple):
    """An address that something is to leave as."""

    who: str
    address: Address
    origin: Origin


@rule("LW624", Severity.ERROR)
def leaves_as_stranger(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """Something leaves the host with an address that the host doesn't have.

    `leaves_as` of a service or network gives what containers send another source address. The kernel doesn't ask whose it
    is. Replies are sent to that address: where no interface of the host has it, nobody answers ARP for it, or a router
    sends them elsewhere, and the containers wait in vain. An address of loopback never leaves a machine. An address of a
    LAN of the host is put on the host as an alias.

    Write an address of one of the host's LANs, or write the address on the interface that has it.
    """
    known = KnownAddresses(plan, host)
    for source in _sources(site, host):
        if not known.may_leave_as(source.address):
            own = known.own(source.address.version)
            yield Finding(
                message=f"{source.who} leaves as {source.address}, {_whose(source.address, host)}",
                origin=source.origin,
                why="nobody answers for that address, so that no reply comes back",
                fix=f"write {own}, or the address on the interface that has it"
                if own
                else "write the address on the interface that has it",
            )


def _whose(address: Address, host: HostPlan) -> str:
    if address.is_loopback:
        return "which never leaves a machine"
    return f"and no interface of `{host.name}` has that address"


def _sources(site: Site, host: HostPlan) -> Iterator[_Source]:
    written = site.hosts[host.name]
    for name, service in host.services.items():
        for address in service.leaves_as:
            yield _Source(f"`{name}`", address, written.services[name].at("leaves_as"))
    for name, network in host.networks.items():
        for address in written.networks[name].leaves_as if network.owner is not Owner.EXTERNAL else ():
            yield _Source(f"`{name}`", address, written.networks[name].at("leaves_as"))
