"""LW610: ports published where Docker publishes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.sockets import publishing_bridge
from lanwright.rules.access.host_kept_from_container import networks_apart
from lanwright.rules.access.publish_entry import unpublished
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Publish, Site
    from lanwright.plan import DockerNetwork, HostPlan, Service, SitePlan


@rule("LW610", Severity.WARNING)
def published_without_effect(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A port is published where publishing does nothing, or nothing good.

    A published port is an address and port of the host that Docker leads to a container behind one of its bridges. A
    macvlan or ipvlan container isn't behind the host: it has an address of its own on the LAN, and each port that it
    listens on is open there. Docker takes `ports` for it and does nothing: `docker port` shows none, and whoever asks
    the host is refused. So it is with an `internal` network, which has no way in or out.

    On the host's own bridge (`host_bridge`, or joined to it by `uplink`) Docker does publish. But there, too, the
    container is a machine on the LAN: the published port is a detour by the host, which hides the client's address.

    A container without IPv6 is served at an IPv6 address by docker-proxy alone: with `userland_proxy: false` by nobody.

    Take `publish` away, and use the container's own address; or put the service on a bridge network, too.
    """
    for name, service in host.services.items():
        yield from _carried_over_by_nobody(site, host, service)
        networks = [host.networks[endpoint.network] for endpoint in service.endpoints]
        if not networks or any(network.strategy == "nat" and not network.internal for network in networks):
            continue
        written = site.hosts[host.name].services[name]
        for publish in written.publish:
            if publish.via != "dnat" or not networks_apart(plan, host, service):  # that is LW601
                yield replace(_finding(service, networks, publish), edits=unpublished(written, publish))


def _carried_over_by_nobody(site: Site, host: HostPlan, service: Service) -> Iterator[Finding]:
    """IPv6 addresses that lead to a container with IPv4 alone, where Docker has no proxy."""
    behind = publishing_bridge(host, service, 4) is not None and publishing_bridge(host, service, 6) is None
    if host.daemon.userland_proxy or not behind:
        return
    for publish in site.hosts[host.name].services[service.name].publish:
        if publish.address is not None and publish.address.version == 6 and publish.via != "dnat":
            yield Finding(
                message=f"`{service.name}` publishes {publish.port} at {publish.address}, and has no IPv6",
                origin=publish.at("address"),
                why="only docker-proxy carries IPv6 over to IPv4, and `userland_proxy` is false: clients are refused",
                fix="give its network an IPv6 subnet, or drop `userland_proxy: false`",
            )


def _finding(service: Service, networks: Sequence[DockerNetwork], publish: Publish) -> Finding:
    network = min(networks, key=lambda item: (item.internal, item.driver != "bridge"))
    address = next((item for endpoint in service.endpoints for item in endpoint.addresses), None)
    where = f" at {address}" if address else " at its own address"
    reached = (
        "the host reaches it" if network.strategy == "nat" else f"the LAN reaches `{service.name}`{where}"
    )
    return Finding(
        message=f"`{service.name}` publishes {publish.port}, and is on {_kind(network)}",
        origin=publish.at("port"),
        why=_why(network, publish),
        fix=f"drop it: {reached}",
        related=(Related(network.origin, f"`{network.name}`"),),
    )


def _kind(network: DockerNetwork) -> str:
    if network.strategy == "nat":
        return f"the internal network `{network.name}` alone"
    kind = network.driver if network.driver != "bridge" else "network of the host's own bridge"
    return f"the {kind} {'network ' if network.driver != 'bridge' else ''}`{network.name}`"


def _why(network: DockerNetwork, publish: Publish) -> str:
    if publish.via == "dnat":
        return "rules of ours lead to containers behind Docker's NAT, and to no other"
    if network.driver == "bridge" and not network.internal:
        return "the container is a machine on the LAN: the published port is a detour by the host, which hides the client's address"
    return "Docker accepts it and does nothing: who asks the host is refused"
