"""The names that Docker's DNS knows on a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host
    from lanwright.plan import HostPlan


class DnsName(NamedTuple):
    """A name, where it stands, and the service that is found by it; an alias is a further one."""

    name: str
    origin: Origin
    owner: str
    is_alias: bool = False


def names_on(written: Host, host: HostPlan, network: str) -> Iterator[DnsName]:
    """Service by service, in the intent's order."""
    for service, endpoint in host.members[network]:
        described = written.services[service.name]
        yield DnsName(service.compose_name, described.at("service"), service.name)
        for index, alias in enumerate(endpoint.aliases):
            yield DnsName(
                alias, described.networks[network].at("aliases", index), service.name, is_alias=True
            )
