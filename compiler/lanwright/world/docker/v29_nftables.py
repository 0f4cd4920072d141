"""Docker 29's own nftables backend: tables `docker-bridges` with base chains of their own, each with policy accept.

There is no DOCKER-USER; what Docker drops no other table can accept. Source: moby `drivers/bridge/internal/nftabler`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan.firewall import Hook
from lanwright.world.docker import iptables
from lanwright.world.docker.specification import rule
from lanwright.world.packet_rule import FILTER, Chain, ChainKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.world.docker.bridges import Bridge, Family
    from lanwright.world.docker.publishing import Serving
    from lanwright.world.packet_rule import PacketRule, Ruleset


def add(ruleset: Ruleset, family: Family) -> None:
    """Fill a family's tables; NAT and raw do what those of the other backend do."""
    iptables.add_raw(ruleset, family, iptables.Guard.CONTAINERS)
    iptables.add_nat(ruleset, family, returns=False, spares_link_local=True)
    rules: list[PacketRule] = []
    for bridge in family.bridges:
        into, out = f"filter-forward-in__{bridge.name}", f"filter-forward-out__{bridge.name}"
        ruleset.chains[into] = list(_into(bridge, family.opened))
        ruleset.chains[out] = list(_out(bridge))
        rules.append(rule(f"-o {bridge.name} -j {into}", bridge.origin))
        rules.append(rule(f"-i {bridge.name} -j {out}", bridge.origin))
    ruleset.add(
        Chain(
            name="docker-bridges filter-FORWARD",
            kind=ChainKind.FILTER,
            hook=Hook.FORWARD,
            priority=FILTER,
            rules=rules,
        )
    )


def _into(bridge: Bridge, servings: Iterable[Serving]) -> Iterator[PacketRule]:
    """An accept ends the whole base chain, so what leads out of another bridge isn't asked."""
    name, origin = bridge.name, bridge.origin
    if bridge.internal:
        yield rule(f"! -i {name} -j DROP", origin, "docker-internal-network")
        yield _between(bridge)
        return
    yield replace(iptables.established(bridge), outputs=frozenset())
    yield _between(bridge)
    if bridge.mode == "routed":
        yield rule("-p icmp -j ACCEPT", origin)
    mine = [item for item in servings if item.network.bridge == name]
    yield from iptables.accepts(mine, [bridge])
    verdict = "ACCEPT" if bridge.mode == "nat-unprotected" else "DROP"
    yield rule(f"-j {verdict}", origin, "docker-unpublished-port")


def _between(bridge: Bridge) -> PacketRule:
    """Containers of one network among themselves."""
    verdict = "ACCEPT" if bridge.icc else "DROP"
    return rule(f"-i {bridge.name} -j {verdict}", bridge.origin, "docker-containers-apart")


def _out(bridge: Bridge) -> Iterator[PacketRule]:
    if bridge.internal:
        yield rule(f"! -o {bridge.name} -j DROP", bridge.origin, "docker-internal-network")
        return
    yield rule("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", bridge.origin)
    yield rule("-j ACCEPT", bridge.origin)
