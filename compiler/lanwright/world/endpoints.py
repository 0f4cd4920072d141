"""The namespaces of a site by name, told from the plan alone: none is realised for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.lan import Holder
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of
from lanwright.world.namespace import NamespaceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Service, SitePlan

NOBODYS_HOST = "internet"


@dataclass(frozen=True, slots=True)
class Place:
    """An endpoint that flows start or end at.

    Attributes:
        short: its name where that is unique, `full` the one that can't be mistaken.
        namespace: the full name of the namespace that it is in; a service may share another's.
        machine: the machine whose kernel that is in.
        kind: what the endpoint is; a service on the host's network is a container without a namespace of its own.
        lan, host: where it stands.
    """

    short: str
    full: str
    namespace: str
    machine: str
    kind: NamespaceKind
    lan: str | None = None
    host: str | None = None
    service: str | None = None


def places(plan: SitePlan) -> Iterator[Place]:
    """Everybody: devices, hosts, their services and VPN clients in the intent's order, then the internet."""
    for lan in plan.lans.values():
        names = dict.fromkeys(claim.name for claim in lan.claims if claim.holder is Holder.DEVICE)
        for name in names:
            yield Place(name.partition("/")[2], name, name, name, NamespaceKind.DEVICE, lan=lan.name)
    for host in plan.hosts.values():
        yield Place(host.name, host.name, host.name, host.name, NamespaceKind.HOST, host=host.name)
    for host in plan.hosts.values():
        for service in host.services.values():
            yield _service(host, service)
    for host in plan.hosts.values():
        for service in host.services.values():
            if service.clients is not None:
                full = f"{host.name}/{service.name}/clients"
                short = f"{service.name}/clients"
                kind = NamespaceKind.CLIENTS
                yield Place(short, full, full, full, kind, host=host.name, service=service.name)
    if any(lan.gateways for lan in plan.lans.values()):
        yield Place(NOBODYS_HOST, NOBODYS_HOST, NOBODYS_HOST, NOBODYS_HOST, NamespaceKind.INTERNET)


def _service(host: HostPlan, service: Service) -> Place:
    full = f"{host.name}/{service.name}"
    if is_in_hosts_namespace(host.services, service):
        inside = host.name
    else:
        inside = f"{host.name}/{(namespace_of(host.services, service) or service).name}"
    kind = NamespaceKind.CONTAINER
    return Place(service.name, full, inside, host.name, kind, host=host.name, service=service.name)
