"""What a host has before its networks: links, addresses, services; the ground that networks are attached on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lanwright.lower.links import default_routes, host_addresses, host_links
from lanwright.lower.published import aliases, own_addresses
from lanwright.lower.services import members, projects_of, services

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.lower.problems import Problems
    from lanwright.plan import DockerNetwork, Endpoint, Link, LinkAddress, Route, Service
    from lanwright.plan.values import Address


@dataclass(frozen=True, slots=True)
class Ground:
    """A host without its networks; `written` is the host as the intent has it."""

    name: str
    written: Host
    links: Mapping[str, Link]
    addresses: tuple[LinkAddress, ...]
    routes: tuple[Route, ...]
    projects: Mapping[str, str]
    services: Mapping[str, Service]
    members: Mapping[str, tuple[tuple[Service, Endpoint], ...]]

    def named(self, made: Mapping[str, Service]) -> Ground:
        """The host with services that have got addresses and ports of the plan's choice."""
        return replace(self, services=made, members=members(self.written.networks, made))

    def own_beside(self, network: DockerNetwork) -> Iterator[Address]:
        """The host's own address where a network's containers stand, the first of each family; aliases aren't own.

        That is on the network's LAN; where no LAN is named, on its parent and in its subnet.
        """
        seen: set[int] = set()
        for item in self.addresses:
            there = self.links[item.link].lan == network.lan
            if network.lan is None:
                inside = any(item.address.ip in subnet.prefix for subnet in network.subnets)
                there = item.link == network.parent and inside
            if item.purpose == "host" and there and item.address.version not in seen:
                seen.add(item.address.version)
                yield item.address.ip


def ground(site: Site, name: str, host: Host, problems: Problems) -> Ground:
    """Lower what doesn't depend on networks."""
    links = host_links(host, problems)
    projects = projects_of(name, host)
    made = services(host, projects, own_addresses(host))
    return Ground(
        name=name,
        written=host,
        links=links,
        addresses=(*host_addresses(host), *aliases(site, host, links)),
        routes=tuple(default_routes(site, host)),
        projects=projects,
        services=made,
        members=members(host.networks, made),
    )
