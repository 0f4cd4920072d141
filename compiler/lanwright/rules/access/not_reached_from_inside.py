"""LW613: who of the same host doesn't reach a port that a rule of ours leads to a container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion, Via
from lanwright.plan.behind_nat import publishing_endpoint
from lanwright.plan.kernel import filters_bridged
from lanwright.plan.shared_namespace import is_in_hosts_namespace
from lanwright.rules.access.shown import shown
from lanwright.rules.listed import listed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Published, Service

_APART_UP_TO = DockerVersion(29, 0)
"""Up to 28 Docker's isolation stage drops what goes from one of its bridges to another, before any accept."""


@rule("LW613", Severity.INFO)
def not_reached_from_inside(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A port that a rule of ours leads to a container is out of reach for some on its own host.

    With `via: dnat` a rule of ours leads the port there. From the LAN, from the host and from containers on the same
    network it is reached (measured with 28.5; a neighbour is seen as the bridge's gateway, for a rule of ours masquerades
    it). Two ways need more:

    - the container itself, by the served address: its packet would leave the bridge by the port that it came in by, and
      a bridge doesn't do that. With `userland_proxy: false` Docker puts the ports of its bridges into hairpin mode, and
      it works; with the proxy, only while `net.bridge.bridge-nf-call-iptables` is 0;
    - containers on another network of Docker's: up to Docker 28 they time out. Docker keeps its networks apart before it
      accepts anything, and the address that the rule has put in is one of another network.

    Have them ask the container by its name and its own port (the other network's containers from a network that both are
    on), or publish with `via: alias`: docker-proxy serves both.
    """
    for service in host.services.values():
        for number, published in enumerate(service.published):
            if published.via is Via.DNAT:
                origin = site.hosts[host.name].services[service.name].publish[number].at("via")
                for message, why, fix in _missed(host, service, published):
                    yield Finding(message=message, origin=origin, why=why, fix=fix)


def _missed(host: HostPlan, service: Service, published: Published) -> Iterator[tuple[str, str, str]]:
    """What doesn't reach it, why, and what to do, for the families that it is served in."""
    version = published.address.version if published.address else 4
    endpoint = publishing_endpoint(host.networks, service, version)
    if endpoint is None:
        return
    where = shown(published)
    if host.daemon.userland_proxy and filters_bridged(host, version):
        yield (
            f"`{service.name}` doesn't reach itself at {where}",
            "a bridge sends nothing back by the port that it came from, unless Docker runs without its proxy",
            f"let it ask its own port {published.to} on 127.0.0.1, or write `via: alias`",
        )
    others = _on_other_networks(host, endpoint.network, version)
    if others and host.daemon.version < _APART_UP_TO:
        yield (
            f"{where} times out for {listed([f'`{name}`' for name in others], 3)}, on another network of `{host.name}` than `{service.name}`",
            "Docker keeps its networks apart before it accepts what a rule of ours leads on",
            f"put them on `{endpoint.network}` as well, for the name `{service.compose_name}`, or write `via: alias`",
        )


def _on_other_networks(host: HostPlan, network: str, version: int) -> list[str]:
    """The services whose way out is by another bridge of Docker's, or by compose's default network."""
    return [
        name
        for name, service in host.services.items()
        if not is_in_hosts_namespace(host.services, service)
        and _leaves_elsewhere(host, service, network, version)
    ]


def _leaves_elsewhere(host: HostPlan, service: Service, network: str, version: int) -> bool:
    if not service.endpoints:
        return service.network_mode is None and version == 4
    way_out = service.ways_out.get(version)
    return way_out is not None and way_out != network and host.networks[way_out].strategy == "nat"
