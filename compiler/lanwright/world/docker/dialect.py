"""Which rules a daemon writes, by its version, its backend and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import DockerVersion
from lanwright.plan.firewall import Hook
from lanwright.plan.kernel import BRIDGE_NETFILTER, docker_forwards, leaves_forward_open, path_of
from lanwright.world.docker import v26_iptables, v28_iptables, v29_nftables
from lanwright.world.docker.bridges import bridges, family
from lanwright.world.docker.specification import rule
from lanwright.world.packet_rule import FILTER, Action, Chain, ChainKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.plan import HostPlan
    from lanwright.world.containers import DockerView
    from lanwright.world.docker.bridges import Family
    from lanwright.world.namespace import Namespace
    from lanwright.world.packet_rule import PacketRule, Ruleset

_MEASURED = frozenset({26, 28})
"""The versions whose flows the lab has measured."""

_BY_DEFAULT_IPV6 = DockerVersion(27, 0)


def add_rules(
    namespace: Namespace, host: HostPlan, view: DockerView, user: Mapping[int, list[PacketRule]]
) -> None:
    """Give a host's namespace Docker's rules; `user` are those that stand in DOCKER-USER, by family."""
    daemon = host.daemon
    if daemon.version.major not in _MEASURED:
        said = " with its nftables backend" if daemon.firewall_backend == "nftables" else ""
        namespace.assumed.append(f"the rules of Docker {daemon.version}{said} are as its source says")
    forwarded = docker_forwards(daemon, view.networks.values())
    found_on = [version for version in (4, 6) if namespace.forwards(version)]
    for version in (4, 6):
        known, ruleset = family(host, view, version), namespace.rulesets[version]
        if daemon.firewall_backend == "nftables":
            if _writes(host, version):
                v29_nftables.add(ruleset, known)
            continue
        ruleset.chains["DOCKER-USER"] = list(user.get(version, ()))
        switched = version in forwarded and version not in found_on
        forward = Chain(
            name="filter FORWARD",
            kind=ChainKind.FILTER,
            hook=Hook.FORWARD,
            priority=FILTER,
            rules=_forward(ruleset, host, known),
            policy=_policy(host, version, switched=switched),
            policy_origin=daemon.origin,
        )
        ruleset.add(forward)
    _switch_on(namespace, host, forwarded)
    _filter_bridged(namespace, host, view)


def _forward(ruleset: Ruleset, host: HostPlan, known: Family) -> list[PacketRule]:
    """What stands in FORWARD; where Docker writes nothing, what is ours alone."""
    if not _writes(host, known.version):
        return [rule("-j DOCKER-USER")]
    if host.daemon.version.major < 28:
        return v26_iptables.add(ruleset, known)
    return v28_iptables.add(ruleset, host.daemon.version, known)


def _writes(host: HostPlan, version: int) -> bool:
    settings, docker = host.daemon.settings, host.daemon.version
    if version == 4:
        return settings.get("iptables") is not False
    by_default = docker >= _BY_DEFAULT_IPV6 or host.daemon.firewall_backend == "nftables"
    return bool(settings.get("ip6tables", by_default)) and settings.get("iptables") is not False


def _policy(host: HostPlan, version: int, *, switched: bool) -> Action:
    """FORWARD's policy: DROP where Docker itself switched forwarding on (27 and before: of IPv6 in any case)."""
    closed = leaves_forward_open(host.daemon, version) is None
    return Action.DROP if switched and closed else Action.ACCEPT


def _filter_bridged(namespace: Namespace, host: HostPlan, view: DockerView) -> None:
    """Docker writes 1 for each network without docker-proxy, or without icc (moby `bridge_linux.go`, createNetwork).

    It does so at each of its starts, after whatever else sets the parameter at boot.
    """
    for version, key in BRIDGE_NETFILTER.items():
        found = bridges(host, view, version) if _writes(host, version) else ()
        if any(bridge.hairpin or not bridge.icc for bridge in found):
            namespace.sysctls[path_of(key)] = "1"


def _switch_on(namespace: Namespace, host: HostPlan, versions: Iterable[int]) -> None:
    if host.daemon.firewall_backend == "nftables":
        return
    for version in versions:
        if version == 4:
            namespace.sysctls["net/ipv4/ip_forward"] = "1"
        else:
            namespace.sysctls["net/ipv6/conf/all/forwarding"] = "1"
            namespace.sysctls["net/ipv6/conf/default/forwarding"] = "1"
