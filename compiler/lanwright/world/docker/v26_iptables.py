"""Docker 26 and 27 with iptables: a bridge's rules stand in FORWARD itself, the newest network's first.

Ports that aren't published are kept closed by FORWARD's policy alone; nothing is dropped in raw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.values import host_prefix
from lanwright.world.docker import iptables
from lanwright.world.docker.specification import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.world.docker.bridges import Bridge, Family
    from lanwright.world.docker.publishing import Serving
    from lanwright.world.packet_rule import PacketRule, Ruleset


def add(ruleset: Ruleset, family: Family) -> list[PacketRule]:
    """Fill a family's tables; give the rules of FORWARD."""
    bridges, outward, servings = family.bridges, family.outward, family.servings
    iptables.add_raw(ruleset, family, iptables.Guard.NOTHING)
    iptables.add_nat(ruleset, family, returns=True, spares_link_local=False)
    ruleset.base_rules("nat POSTROUTING").extend(_to_itself(servings))
    chains = ruleset.chains
    chains["DOCKER"] = list(iptables.accepts(family.opened, bridges))
    chains["DOCKER-ISOLATION-STAGE-1"] = [
        *(
            item
            for bridge in bridges
            if bridge.internal
            for item in iptables.enclosed(bridge, family.version)
        ),
        *(
            rule(f"-i {bridge.name} ! -o {bridge.name} -j DOCKER-ISOLATION-STAGE-2", bridge.origin)
            for bridge in reversed(outward)
        ),
    ]
    chains["DOCKER-ISOLATION-STAGE-2"] = [
        rule(f"-o {bridge.name} -j DROP", bridge.origin, "docker-networks-apart")
        for bridge in reversed(outward)
    ]
    return [
        rule("-j DOCKER-USER"),
        rule("-j DOCKER-ISOLATION-STAGE-1"),
        *(item for bridge in reversed(bridges) for item in _forward(bridge)),
    ]


def _forward(bridge: Bridge) -> Iterator[PacketRule]:
    name, origin = bridge.name, bridge.origin
    if not bridge.internal:
        yield iptables.established(bridge)
        yield rule(f"-o {name} -j DOCKER", origin)
        yield rule(f"-i {name} ! -o {name} -j ACCEPT", origin)
    yield rule(
        f"-i {name} -o {name} -j {'ACCEPT' if bridge.icc else 'DROP'}", origin, "docker-containers-apart"
    )


def _to_itself(servings: Iterable[Serving]) -> Iterator[PacketRule]:
    for serving in servings:
        own = host_prefix(serving.to)
        port = f"-p {serving.port.protocol} --dport {serving.to_port.numbers.replace('-', ':')}"
        yield rule(f"-s {own} -d {own} {port} -j MASQUERADE", serving.origin)
