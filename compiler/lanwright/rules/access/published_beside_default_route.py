"""LW619: a published port of a container whose default route goes to the LAN, or that is on the LAN besides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.sockets import publishing_bridge
from lanwright.rules.access.publish_entry import unpublished
from lanwright.rules.access.shown import shown
from lanwright.rules.access.ways_out import address_on_lan, lan_endpoints, made_the_way_out, networks_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Publish, Site
    from lanwright.plan import DockerNetwork, HostPlan, Published, Service
    from lanwright.plan.values import Address, Prefix


@rule("LW619", Severity.ERROR)
def published_beside_default_route(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A port is published for a container on several networks whose default route goes to the LAN.

    Of a container's networks one gives the default route: by `gw_priority`, never an internal one, at last the first by
    name. Docker publishes ports on that network and on no other. Where it is a macvlan or ipvlan network there is no
    published port at all: `docker port` shows none, and whoever asks the host is refused, even at 127.0.0.1 (measured
    with 28.5 and 29.7).

    With the default route by the bridge the port is published, and clients from elsewhere are served. But not those
    inside the LAN, nor the host itself: to them the container answers directly by its interface on the LAN, with an
    address that they never asked. They time out (a warning).

    Drop `publish`, and use the container's own address on the LAN, where each port that it listens on is open. The
    bridge is for containers among themselves then: `internal: true` keeps the default route away from it.
    """
    for service in host.services.values():
        if service.network_mode is None and _behind(host, service):
            written = site.hosts[host.name].services[service.name]
            for number, publish in enumerate(written.publish):
                for finding in _judged(host, service, publish, service.published[number]):
                    yield replace(finding, edits=unpublished(written, publish))


def _behind(host: HostPlan, service: Service) -> list[DockerNetwork]:
    """The networks that could publish."""
    networks = networks_of(host, service)
    return [network for network in networks if network.strategy == "nat" and not network.internal]


def _judged(host: HostPlan, service: Service, publish: Publish, published: Published) -> Iterator[Finding]:
    behind, address = _behind(host, service), published.address
    carried = host.daemon.userland_proxy or any(network.ipv6 for network in behind)
    families = (4, 6) if address is None else (address.version,)
    wanted = [version for version in families if version == 4 or carried]
    if any(publishing_bridge(host, service, version) for version in wanted):
        yield from _unanswered(host, service, publish, published)
    elif wanted:
        yield _unpublished(host, service, publish, published, wanted[0])


def _unpublished(
    host: HostPlan, service: Service, publish: Publish, published: Published, asked: int
) -> Finding:
    behind = _behind(host, service)
    bridge = next((network for network in behind if asked == 4 or network.ipv6), behind[0])
    version = asked if asked in service.ways_out else 4  # by which docker-proxy would carry it over
    way = host.networks[service.ways_out[version]]
    return Finding(
        message=f"`{service.name}` publishes {shown(published)}, and its default route goes by `{way.name}`",
        origin=publish.at("port"),
        why="Docker publishes on the network of the default route alone: who asks the host is refused",
        fix=f"{_dropped(host, service, version)}; or {made_the_way_out(host, service, bridge, version)}",
        related=(Related(way.origin, f"`{way.name}`"), Related(bridge.origin, f"`{bridge.name}`")),
    )


def _unanswered(
    host: HostPlan, service: Service, publish: Publish, published: Published
) -> Iterator[Finding]:
    """Clients on a LAN that the container is on itself, told once."""
    for _, network in lan_endpoints(host, service):
        near = [subnet.prefix for subnet in network.subnets if _asks(subnet.prefix, published.address)]
        if near and network.name not in service.ways_out.values():
            yield Finding(
                message=f"`{service.name}` publishes {shown(published)}, and clients in {near[0]} get no reply",
                origin=publish.at("port"),
                why=f"the container is on `{network.name}` as well: it answers them there, with an address that they never asked",
                fix=_dropped(host, service, near[0].version),
                related=(Related(network.origin, f"`{network.name}`"),),
                severity=Severity.WARNING,
            )
            return


def _asks(prefix: Prefix, address: Address | None) -> bool:
    """Whether a LAN's machines ask at the address; at 127.0.0.1 only the host does, by way of docker-proxy."""
    if address is None or (address.is_unspecified and address.version == prefix.version):
        return True
    return address in prefix


def _dropped(host: HostPlan, service: Service, version: int) -> str:
    address = address_on_lan(host, service, version)
    return f"drop it: the LAN reaches `{service.name}` at {address or 'its own address there'}"
