"""The Docker networks of a host, as far as they are written: who owns each, and what Docker is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.lower.attach import on_bridge, strategy_of
from lanwright.lower.families import families
from lanwright.lower.masquerade import MASQUERADE
from lanwright.lower.standing import lan_of
from lanwright.lower.subnets import written_subnets
from lanwright.plan import DockerNetwork, Owner
from lanwright.plan.network_defaults import network_defaults
from lanwright.plan.parents import ON_A_PARENT
from lanwright.plan.truth import is_false

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Docker, Host, Interface, Lan, Network
    from lanwright.plan import Link
    from lanwright.plan.values import Address


@dataclass(frozen=True, slots=True)
class Around:
    """What a network's lowering needs of its host.

    `users` are the compose projects that use each network, `own` the host's addresses on each LAN by name,
    `interfaces` and `docker` the host's own as written.
    """

    lans: Mapping[str, Lan]
    links: Mapping[str, Link]
    users: Mapping[str, frozenset[str]]
    own: Mapping[str, Mapping[str, Address]]
    interfaces: Mapping[str, Interface]
    docker: Docker


def network_users(host: Host, project_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The compose projects that use each network; a service that compose doesn't run makes it nobody's own."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, service in host.services.items():
        for network in service.networks:
            found[network].add(project_of[name] if service.compose else "")
    return {network: frozenset(projects) for network, projects in found.items()}


def docker_network(name: str, network: Network, around: Around) -> DockerNetwork:
    """A network as far as it is written; what Docker chooses is filled in by the prediction."""
    strategy, how = strategy_of(network)
    bridge = _bridge(name, network)
    standing = lan_of(network, around.links)
    named = around.lans.get(network.lan or "") if how.on_lan else None
    subnets = written_subnets(network, named, around.own.get(standing or "", {}) if how.on_lan else {})
    if how.on_lan and network.driver == "bridge":
        subnets = on_bridge.shaped(network, subnets, _on_the_bridge(network, around))
    on = families(network, around.docker, subnets)
    written = on == {subnet.prefix.version for subnet in subnets}
    defaults = {} if network.external else network_defaults(around.docker.settings, network.driver)
    owner, project = _owner(network, around.users.get(name, frozenset()), on_lan=how.on_lan, written=written)
    return DockerNetwork(
        name=name,
        driver=network.driver,
        strategy=strategy,
        owner=owner,
        origin=network.origin,
        project=project,
        mode=_mode(network),
        flag=(network.flag or "bridge") if network.driver == "ipvlan" else network.flag,
        bridge=bridge,
        parent=network.parent if network.driver in ON_A_PARENT else None,
        lan=standing,
        subnets=subnets,
        predicted=False if written else None,
        internal=network.internal,
        ipv4=4 in on,
        ipv6=6 in on,
        options=_in_spite_of(defaults, network) | how.options(network, bridge) | dict(network.options),
        defaults=defaults,
        leaves_as=network.leaves_as if network.external and strategy == "nat" else (),
    )


def _in_spite_of(defaults: Mapping[str, str], network: Network) -> dict[str, str]:
    """What `masquerade: true` must say where the daemon says otherwise; the other keys are always said."""
    written = network.wrote("masquerade") and network.masquerade
    return {MASQUERADE: "true"} if written and is_false(defaults.get(MASQUERADE)) else {}


def _bridge(name: str, network: Network) -> str | None:
    if network.driver != "bridge":
        return None
    return on_bridge.bridge_name(name, network)


def _on_the_bridge(network: Network, around: Around) -> list[Address]:
    """The host's addresses on the bridge that the network is on, or is joined to."""
    joined = network.on_bridge
    bridge = around.interfaces.get(joined or "")
    return [cidr.ip for cidr in bridge.address] if bridge else []


def _mode(network: Network) -> str | None:
    usual = {"macvlan": "bridge", "ipvlan": "l2"}
    return network.mode or usual.get(network.driver)


def _owner(
    network: Network, users: frozenset[str], *, on_lan: bool, written: bool
) -> tuple[Owner, str | None]:
    """Compose owns what one project alone uses, off the LAN and with all subnets written; the rest is ours to make."""
    if network.external:
        return Owner.EXTERNAL, None
    if on_lan or not written or len(users) != 1 or "" in users:
        return Owner.LANWRIGHT, None
    return Owner.PROJECT, next(iter(users))
