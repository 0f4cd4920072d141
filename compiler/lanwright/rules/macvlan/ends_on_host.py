"""The ends of expectations that are on hosts: a host itself, and its services."""

from __future__ import annotations

from collections import defaultdict
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from lanwright.lower.directory import Kind, directory
from lanwright.plan.shared_namespace import namespace_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address

HOST: Final = ""
"""The host itself, among names of services."""

End = str
"""A service's name, or HOST."""


class EndsOnHosts:
    """What the ends of expectations mean on each host: `web`, `dock1`, `host/dock1`, an address."""

    def __init__(self, site: Site, plan: SitePlan) -> None:
        self._names = directory(site)
        self._addresses: defaultdict[Address, set[tuple[str, End]]] = defaultdict(set)
        for host in plan.hosts.values():
            for item in host.addresses:
                self._addresses[item.address.ip].add((host.name, HOST))
            for name, service in host.services.items():
                for address in (address for endpoint in service.endpoints for address in endpoint.addresses):
                    self._addresses[address].add((host.name, name))

    def on(self, host: HostPlan, text: str) -> Sequence[End]:
        """The ends on one host; none where it names something elsewhere."""
        return list(dict.fromkeys(self._on(host, text)))

    def _on(self, host: HostPlan, text: str) -> Iterator[End]:
        if text == f"host/{host.name}":
            yield from (_with_network(host, name) for name in host.services)
        for named in self._names.get(text, ()):
            if named.kind is Kind.HOST and named.name == host.name:
                yield HOST
            elif named.kind is Kind.SERVICE and named.place == host.name:
                yield _with_network(host, named.name)
        yield from sorted(end for name, end in self._at(text) if name == host.name)

    def _at(self, text: str) -> set[tuple[str, End]]:
        try:
            return self._addresses[ip_address(text)]
        except ValueError:
            return set()


def _with_network(host: HostPlan, name: str) -> End:
    """Whose network a service has: its own, that of another service, or the host's."""
    shared = namespace_of(host.services, host.services[name])
    return shared.name if shared else HOST
