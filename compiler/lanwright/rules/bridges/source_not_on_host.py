"""LW514: a network whose packets are to leave with an address that the host hasn't got."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.plan.known_addresses import KnownAddresses
from lanwright.rules.bridges.option_place import is_default, option_place
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan, SitePlan
    from lanwright.plan.values import Address

_SOURCE = "com.docker.network.host_ipv{}"


@rule("LW514", Severity.ERROR)
def source_not_on_host(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A network's packets leave with an address that no interface of the host has.

    `com.docker.network.host_ipv4` (and `host_ipv6`) is the source that Docker gives what leaves a bridge network. It
    doesn't look whether the host has the address: the network is made, containers start, and no answer ever comes, since
    nobody says on the LAN that the address is here. An address of loopback stays on the host: nothing leaves with it.

    Write `leaves_as` instead: it brings the address along. Or write an address that one of the host's interfaces has.
    """
    known = KnownAddresses(plan, host)
    for name, network in host.networks.items():
        described = site.hosts[host.name].networks[name]
        for version in (4, 6):
            option = _SOURCE.format(version)
            source = _source(described, network, option)
            if source is None or network.driver != "bridge" or network.owner is Owner.EXTERNAL:
                continue
            try:
                address = ip_address(source)
            except ValueError:  # LW312
                continue
            if address.version == version and not known.may_leave_as(address):
                yield _finding(name, address, option_place(site, host, network, option, "leaves_as"))


def _finding(name: str, address: Address, origin: Origin) -> Finding:
    if address.is_loopback:
        return Finding(
            message=f"what leaves `{name}` has the source {address}, which never leaves a machine",
            origin=origin,
            why="Docker makes the network all the same, and nothing that its containers send out is answered",
            fix="write an address of the host on its LAN",
        )
    return Finding(
        message=f"what leaves `{name}` has the source {address}, and no interface of the host has that",
        origin=origin,
        why="Docker makes the network all the same, and no answer comes: nobody answers for that address",
        fix=f"write `leaves_as: {address}` instead, which brings the address along",
    )


def _source(described: Network, network: DockerNetwork, option: str) -> str | None:
    """What is written as an option; `leaves_as` brings its address along."""
    if is_default(network, option):
        return network.defaults[option]
    return described.options.get(option)
