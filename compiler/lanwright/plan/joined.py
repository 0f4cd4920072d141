"""The host's own bridges that Docker has taken for networks of its own: it sees the whole LAN as containers there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan.host import HostPlan


class Taken(NamedTuple):
    """A bridge of the host's, whose containers they are (a network, or the default bridge), and the families."""

    bridge: str
    users: str
    versions: tuple[int, ...]
    origin: Origin


def taken_bridges(host: HostPlan) -> Iterator[Taken]:
    """Those of host_bridge networks, and the default bridge where it is one."""
    daemon = host.daemon
    if daemon.bridge in host.links and daemon.bridge is not None:
        ipv6 = any(subnet.prefix.version == 6 for subnet in daemon.docker0)
        yield Taken(daemon.bridge, "the default bridge", (4, 6) if ipv6 else (4,), daemon.origin)
    for network in host.networks.values():
        if network.strategy == "host_bridge" and network.bridge is not None:
            yield Taken(network.bridge, f"`{network.name}`", (4, 6) if network.ipv6 else (4,), network.origin)


def dockers_bridges(host: HostPlan, version: int) -> tuple[str, ...]:
    """Docker's bridges behind its NAT, by name, docker0 first; an internal network has no way out that could be cut."""
    behind = (
        network for network in host.networks.values() if network.strategy == "nat" and not network.internal
    )
    named = (network.bridge or "" for network in behind if version == 4 or network.ipv6)
    return (*(["docker0"] if host.daemon.bridge is None else []), *named)
