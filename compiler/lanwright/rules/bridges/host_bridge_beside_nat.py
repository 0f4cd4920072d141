"""LW506: what containers on the host's bridge cost the host's other containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, Service


@rule("LW506", Severity.WARNING)
def host_bridge_beside_nat(host: HostPlan) -> Iterator[Finding]:
    """Containers on the host's bridge and containers behind NAT don't reach each other.

    A container on the host's own bridge (`host_bridge`, or joined to it by `uplink`) is a machine on the LAN: every port
    that it listens on is open there, published or not. But Docker still keeps its networks
    apart. What a container of another network sends to it is dropped before any rule is asked (raw PREROUTING), with
    Docker 28 and both ways; a port that is published for it at the host's address works from there.

    And of the host's bridge Docker thinks that all beyond it were containers of that network. With `host_bridge` it
    therefore cuts its other networks off from the whole LAN and the internet, by the rules that isolate networks, and
    what they publish answers the LAN no more (measured). Accepts in DOCKER-USER put that right, and are generated.
    Docker's nftables backend has no DOCKER-USER: there it is an error. A veth pair has none of this.

    Put the services that must talk to each other on one bridge network besides; write `uplink` in place of `host_bridge`
    where it is to work without rules.
    """
    behind = _members(host, [item for item in host.networks.values() if item.strategy == "nat"])
    cut_off = [item for item in host.networks.values() if item.strategy == "nat" and not item.internal]
    for network in host.networks.values():
        if network.strategy not in {"host_bridge", "veth"}:
            continue
        if network.strategy == "host_bridge" and cut_off and host.daemon.firewall_backend == "nftables":
            yield _cut_off(network, cut_off)
            continue
        ours = _members(host, [network])
        apart = [item for item in behind if not any(_meet(item, other) for other in ours)]
        if apart and ours:
            yield _apart(network, ours, apart)


def _members(host: HostPlan, networks: list[DockerNetwork]) -> list[Service]:
    found = {service.name: service for network in networks for service, _ in host.members[network.name]}
    return list(found.values())


def _meet(one: Service, other: Service) -> bool:
    """Whether they are on one network, or the same."""
    return bool({item.network for item in one.endpoints} & {item.network for item in other.endpoints})


def _cut_off(network: DockerNetwork, others: list[DockerNetwork]) -> Finding:
    names = ", ".join(f"`{item.name}`" for item in others)
    return Finding(
        message=f"`{network.name}` is on `{network.bridge}`, and cuts {names} off from the LAN",
        origin=network.origin,
        why="Docker isolates its networks by the bridge that a packet leaves by, and its nftables backend has no "
        "DOCKER-USER to accept it before",
        fix=f"write `uplink: {{veth_to: {network.bridge}}}` in place of `host_bridge`, or `firewall_backend: iptables`",
        related=tuple(Related(item.origin, f"`{item.name}` is behind NAT") for item in others),
        severity=Severity.ERROR,
    )


def _apart(network: DockerNetwork, ours: list[Service], apart: list[Service]) -> Finding:
    return Finding(
        message=f"{_named(apart)}, behind Docker's NAT, and {_named(ours)} on `{network.name}` don't reach each other",
        origin=network.origin,
        why="Docker drops what one of its networks sends to a container of another, on the host's bridge too",
        fix="put those that must talk to each other on one bridge network besides",
        related=tuple(Related(item.origin, f"`{item.name}`") for item in apart[:3]),
    )


def _named(services: list[Service]) -> str:
    shown = ", ".join(f"`{item.name}`" for item in services[:3])
    return shown if len(services) <= 3 else f"{shown} and more"
