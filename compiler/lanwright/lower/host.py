"""One host, from what is written to what it will have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower.advertised import with_own_addresses
from lanwright.lower.attach import Attached, Scene, strategy_of
from lanwright.lower.daemon import daemon
from lanwright.lower.firewall.shim_source import unanswered_sources
from lanwright.lower.ground import Ground, ground
from lanwright.lower.ipv6_rules import with_ipv6_rules
from lanwright.lower.kernel import modules, sysctls
from lanwright.lower.loopback import with_loopback
from lanwright.lower.masquerade import with_sources
from lanwright.lower.networks import Around, docker_network, network_users
from lanwright.lower.pins import pinned
from lanwright.lower.ports import listens
from lanwright.lower.prediction import predict
from lanwright.lower.published import own_addresses
from lanwright.lower.reserves import reserves
from lanwright.lower.services import compose_files, with_ways_out
from lanwright.lower.topology import check_names
from lanwright.lower.vpn import client_routes, with_clients
from lanwright.plan import DockerNetwork, DockerVersion, HostPlan, Purpose
from lanwright.plan.kernel import forwarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.lower.prediction import Prediction
    from lanwright.lower.problems import Problems
    from lanwright.plan.values import Address


def host_plan(site: Site, name: str, host: Host, problems: Problems) -> HostPlan:
    """The plan of one host whose references are all known."""
    base = ground(site, name, host, problems)
    around = Around(
        site.lans,
        base.links,
        network_users(host, base.projects),
        reserves(base),
        host.interfaces,
        host.docker,
    )
    written = {key: docker_network(key, network, around) for key, network in host.networks.items()}
    own = own_addresses(host)
    version = DockerVersion.parse(host.docker.version)
    routed = with_ways_out(base.services, written, version)
    named = with_loopback(pinned(routed, written, own), written, listens(host), own)
    named = with_clients(named, host.services, written)
    base = base.named(with_own_addresses(named, written, site.lans, version))
    attached = {key: _attached(base, network) for key, network in written.items()}
    check_names(_made_links(host, written, attached), host, problems)
    base = _with(base, attached)
    base = replace(base, routes=(*base.routes, *client_routes(base, written)))
    if host.firewall == "iptables":
        written = with_sources(written, base.services.values(), _dummies(base))
    prediction = predict(host, list(written.values()), base.addresses, base.routes)
    networks = {key: _completed(prediction, network, attached[key]) for key, network in written.items()}
    return _plan(site, base, networks, attached, prediction)


def _dummies(base: Ground) -> list[Address]:
    """The preferred sources of shims that don't carry them."""
    shims = (link for link in base.links.values() if link.purpose is Purpose.SHIM)
    return [source for link in shims for source in unanswered_sources(base.addresses, base.routes, link)]


def _attached(base: Ground, network: DockerNetwork) -> Attached:
    written = base.written.networks[network.name]
    scene = Scene(
        host=base.name,
        name=network.name,
        network=written,
        lan=network.lan,
        subnets=network.subnets,
        links=base.links,
        own=tuple(base.own_beside(network)),
        aliases=tuple(
            item for item in base.addresses if item.purpose is Purpose.ALIAS and item.link == network.parent
        ),
        endpoints=[endpoint for _, endpoint in base.members[network.name]],
        virtual=base.written.virtual,
    )
    return strategy_of(written)[1].attach(scene)


def _with(base: Ground, attached: Mapping[str, Attached]) -> Ground:
    """The host with what its networks add."""
    return replace(
        base,
        links={**base.links, **{link.name: link for item in attached.values() for link in item.links}},
        addresses=(*base.addresses, *(address for item in attached.values() for address in item.addresses)),
        routes=(*base.routes, *(route for item in attached.values() for route in item.routes)),
    )


def _completed(prediction: Prediction, network: DockerNetwork, attached: Attached) -> DockerNetwork:
    shim = next((link.name for link in attached.links if link.purpose is Purpose.SHIM), None)
    return replace(prediction.completed(network), shim=shim)


def _made_links(
    host: Host, networks: Mapping[str, DockerNetwork], attached: Mapping[str, Attached]
) -> Iterator[tuple[str, str, Origin]]:
    """Every link that the networks add to the host: (name, what it is, origin); a bridge with two uplinks once (LW504)."""
    joined: set[str] = set()
    for key, network in networks.items():
        again = network.strategy == "veth" and network.bridge in joined
        if network.bridge and network.bridge != host.networks[key].host_bridge and not again:
            yield network.bridge, f"bridge of `{key}`", network.origin
        joined |= {network.bridge} if network.bridge and network.strategy == "veth" else set()
        for link in attached[key].links:
            if link.name != network.bridge:
                yield link.name, f"{link.purpose} of `{key}`", link.origin


def _plan(
    site: Site,
    base: Ground,
    networks: Mapping[str, DockerNetwork],
    attached: Mapping[str, Attached],
    prediction: Prediction,
) -> HostPlan:
    host = base.written
    docker = daemon(host, prediction.version, prediction.pools, prediction.docker0)
    docker = with_ipv6_rules(docker, networks.values())
    kernel = sysctls(site, host, base.links, docker, networks.values())
    return HostPlan(
        name=base.name,
        network=host.network,
        firewall=host.firewall,
        foreign=host.foreign,
        virtual=host.virtual,
        sysctls=dict(host.sysctls),
        listens=listens(host),
        nameservers=host.nameservers,
        links=base.links,
        addresses=base.addresses,
        routes=base.routes,
        rules=(),
        kernel=kernel,
        modules=modules(networks.values()),
        switches_forwarding_on=bool(forwarded(kernel)),
        daemon=docker,
        networks=networks,
        services=base.services,
        members=base.members,
        projects=compose_files(host, (item.project for item in base.services.values() if item.compose)),
        tasks=tuple(task for item in attached.values() for task in item.tasks),
        file=host.origin.span.file,
        origin=host.origin,
    )
