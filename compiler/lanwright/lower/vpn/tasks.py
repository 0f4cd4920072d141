"""What a VPN's clients need and no file of the host can do: a route on the LAN's router, a script that is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Holder, Return, Task
from lanwright.plan.routed import closest
from lanwright.plan.vpn import carrier, entrance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import Clients, HostPlan, LanPlan, Service
    from lanwright.plan.values import Address, Prefix


def client_tasks(host: HostPlan, lans: Mapping[str, LanPlan]) -> Iterator[Task]:
    """The tasks of a host whose plan is complete but for them."""
    for service in host.services.values():
        clients, owner = service.clients, carrier(service, host.services)
        if clients is None or owner is None:
            continue
        if clients.returned is Return.NAT:
            yield from _nat(host, service, clients)
        else:
            for range_ in clients.ranges:
                yield from _route(host, service, owner, range_, lans)
        if not owner.compose:
            yield _forwarding(host, owner, clients)


def _route(
    host: HostPlan, service: Service, owner: Service, range_: Prefix, lans: Mapping[str, LanPlan]
) -> Iterator[Task]:
    found = entrance(owner, host.networks, range_.version)
    lan = lans.get(host.networks[found.endpoint.network].lan or "") if found else None
    gateway = lan.gateway_of(range_.version) if lan else None
    if found is None or lan is None or gateway is None or service.clients is None:
        return
    known = closest(lan.routes, range_)
    where = _router(lan, gateway)
    if where != host.name and (known is None or known.via != found.address):
        yield Task(
            where=where,
            what=f"a route to the VPN clients of {service.name} on {host.name}",
            command=f"ip route add {range_} via {found.address}",
            why=f"what {lan.name} sends to them ends at its router; a router that has the route says so under lans.{lan.name}.routes",
            origin=service.clients.origin,
        )


def _router(lan: LanPlan, gateway: Address) -> str:
    """A gateway that is a host of the site is that host."""
    of_hosts = (
        claim.name for claim in lan.claims if claim.holder is Holder.HOST and claim.address == gateway
    )
    return next(of_hosts, f"router of {lan.name}")


def _nat(host: HostPlan, service: Service, clients: Clients) -> Iterator[Task]:
    if clients.script:
        mounted = "" if service.compose else f" with {clients.script.source} mounted read-only at its place"
        yield Task(
            where=f"container {service.name} of {host.name}",
            what=f"run its NAT script whenever it starts{mounted}; containers/{service.name}/README.md tells how",
            why="answers to its clients don't find back",
            origin=clients.origin,
        )


def _forwarding(host: HostPlan, owner: Service, clients: Clients) -> Task:
    """Compose isn't there to say it."""
    keys = " ".join(f"--sysctl {key}={value}" for key, value in owner.sysctls.items())
    return Task(
        where=f"container {owner.name} of {host.name}",
        what=f"run it with {keys}",
        why="it doesn't pass packets on between its clients and the LAN",
        origin=clients.origin,
    )
