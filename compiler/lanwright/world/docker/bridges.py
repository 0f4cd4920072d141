"""A Docker bridge of one family as its packet rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.truth import is_false
from lanwright.world.docker.publishing import routed, servings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan import DockerNetwork, HostPlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.containers import DockerView
    from lanwright.world.docker.publishing import Serving

_OPTION = "com.docker.network.bridge."


@dataclass(frozen=True, slots=True)
class Bridge:
    """What Docker's rules depend on (moby `drivers/bridge/internal/firewaller`).

    Attributes:
        name: the bridge's; `subnet` its network's of this family.
        containers: the addresses that containers have there.
        mode: nat, nat-unprotected, routed or isolated.
        icc: whether containers of the network may speak with each other.
        masquerade: whether Docker gives what leaves the host's address; `source` a certain one of them.
        trusted: devices of the host that may reach containers directly.
        direct: whether anybody may.
    """

    name: str
    network: str
    subnet: Prefix
    containers: tuple[Address, ...]
    internal: bool
    mode: str
    icc: bool
    masquerade: bool
    source: str | None
    trusted: tuple[str, ...]
    direct: bool
    hairpin: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Family:
    """What a daemon's rules of one family depend on.

    Attributes:
        bridges: its bridges, in the order of their making.
        servings: what it publishes; `opened` is also what it only lets in, at the container's own address.
        proxy: whether it has its userland proxy.
    """

    version: int
    bridges: tuple[Bridge, ...]
    servings: tuple[Serving, ...]
    opened: tuple[Serving, ...]
    proxy: bool

    @property
    def outward(self) -> tuple[Bridge, ...]:
        """The bridges that lead out."""
        return tuple(bridge for bridge in self.bridges if not bridge.internal)


def family(host: HostPlan, view: DockerView, version: int) -> Family:
    """All of one family."""
    published = tuple(item for item in servings(host, view) if item.version == version and item.by_rule)
    return Family(
        version=version,
        bridges=tuple(bridges(host, view, version)),
        servings=published,
        opened=(*published, *routed(host, view, version)),
        proxy=host.daemon.userland_proxy,
    )


def bridges(host: HostPlan, view: DockerView, version: int) -> Iterator[Bridge]:
    """Those of one family, in the order in which they are made: docker0 first."""
    for network in view.networks.values():
        on = network.ipv4 if version == 4 else network.ipv6
        if network.driver != "bridge" or not on or network.refusal:
            continue
        subnet = next((item for item in network.subnets if item.prefix.version == version), None)
        if subnet is not None:
            yield _bridge(host, view, network, subnet.prefix, version)


def _bridge(host: HostPlan, view: DockerView, network: DockerNetwork, subnet: Prefix, version: int) -> Bridge:
    options = network.options
    return Bridge(
        name=network.bridge or "",
        network=network.name,
        subnet=subnet,
        containers=tuple(
            item.addresses[version]
            for item in view.everybody()
            if item.network.name == network.name and version in item.addresses
        ),
        internal=network.internal,
        mode=options.get(f"{_OPTION}gateway_mode_ipv{version}", "nat"),
        icc=not is_false(options.get(f"{_OPTION}enable_icc")),
        masquerade=not is_false(options.get(f"{_OPTION}enable_ip_masquerade")),
        source=options.get(f"com.docker.network.host_ipv{version}"),
        trusted=tuple(filter(None, options.get(f"{_OPTION}trusted_host_interfaces", "").split(":"))),
        direct=host.daemon.settings.get("allow-direct-routing") is True,
        hairpin=not host.daemon.userland_proxy,
        origin=network.origin,
    )
