"""Docker 28 and 29 with iptables: chains DOCKER-FORWARD, DOCKER-CT, DOCKER-BRIDGE (28.0.1 and later).

28 keeps its networks apart in DOCKER-ISOLATION-STAGE-1 and -2; 29 has DOCKER-INTERNAL in their place, and trusts raw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.world.docker import iptables
from lanwright.world.docker.iptables import Guard
from lanwright.world.docker.specification import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerVersion
    from lanwright.world.docker.bridges import Bridge, Family
    from lanwright.world.packet_rule import PacketRule, Ruleset

_RAW_BY_CONTAINER = (28, 2)
"""From then on raw drops all that comes to a container's address but by its bridge; before only published ports."""


def add(ruleset: Ruleset, docker: DockerVersion, family: Family) -> list[PacketRule]:
    """Fill a family's tables; give the rules of FORWARD."""
    isolates, outward, bridges = docker.major == 28, family.outward, family.bridges
    iptables.add_raw(
        ruleset, family, Guard.CONTAINERS if tuple(docker) >= _RAW_BY_CONTAINER else Guard.PUBLISHED
    )
    iptables.add_nat(ruleset, family, returns=isolates, spares_link_local=True)
    chains = ruleset.chains
    chains["DOCKER-CT"] = [iptables.established(bridge) for bridge in outward]
    chains["DOCKER-BRIDGE"] = [rule(f"-o {bridge.name} -j DOCKER", bridge.origin) for bridge in outward]
    chains["DOCKER"] = [*iptables.accepts(family.opened, bridges), *iptables.ends(bridges)]
    apart = "DOCKER-ISOLATION-STAGE-1" if isolates else "DOCKER-INTERNAL"
    chains[apart] = [
        item for bridge in bridges if bridge.internal for item in iptables.enclosed(bridge, family.version)
    ]
    if isolates:
        chains[apart][:0] = [item for bridge in reversed(outward) for item in _let_in(bridge)]
        chains[apart] += [
            rule(f"-i {bridge.name} ! -o {bridge.name} -j DOCKER-ISOLATION-STAGE-2", bridge.origin)
            for bridge in outward
        ]
        chains["DOCKER-ISOLATION-STAGE-2"] = [
            rule(f"-o {bridge.name} -j DROP", bridge.origin, "docker-networks-apart")
            for bridge in reversed(outward)
        ]
    chains["DOCKER-FORWARD"] = [
        rule("-j DOCKER-CT"),
        rule(f"-j {apart}"),
        rule("-j DOCKER-BRIDGE"),
        *(item for bridge in bridges for item in iptables.outgoing(bridge)),
    ]
    return [rule("-j DOCKER-USER"), rule("-j DOCKER-FORWARD")]


def _let_in(bridge: Bridge) -> Iterator[PacketRule]:
    """Other networks get into one in gateway mode routed, as far as chain DOCKER lets them (moby `setINC`)."""
    if bridge.mode == "routed":
        established = "-m conntrack --ctstate RELATED,ESTABLISHED"
        yield rule(f"-i {bridge.name} {established} -j ACCEPT", bridge.origin)
        yield rule(f"-o {bridge.name} -j RETURN", bridge.origin)
