"""Our own rules where they stand: in a table of ours at the plan's priorities, or in chains that iptables' chains jump to.

With iptables ours come first in PREROUTING and OUTPUT, and behind Docker's in POSTROUTING and FORWARD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.firewall import AHEAD_OF_DOCKER, Hook, RulePurpose, Verdict
from lanwright.world.packet_rule import (
    DSTNAT,
    FILTER,
    SRCNAT,
    Action,
    Chain,
    ChainKind,
    PacketRule,
    masks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.plan import HostPlan, Rule
    from lanwright.world.packet_rule import Ruleset

_ACTIONS = {
    Verdict.ACCEPT: Action.ACCEPT,
    Verdict.DROP: Action.DROP,
    Verdict.DNAT: Action.DNAT,
    Verdict.SNAT: Action.SNAT,
    Verdict.MASQUERADE: Action.MASQUERADE,
}
_REASONS = {
    RulePurpose.FORWARD_GUARD: "no-router-between-lans",
    RulePurpose.BRIDGE_GUARD: "no-router-between-lans",
    RulePurpose.NEIGHBOURS: "solicitation-dropped",
}
_IPTABLES = {Hook.POSTROUTING: SRCNAT, Hook.INPUT: SRCNAT}
_FIRST = frozenset({Hook.PREROUTING, Hook.OUTPUT})


def for_docker_user(host: HostPlan) -> dict[int, list[PacketRule]]:
    """By family, what stands in Docker's own chain for its user."""
    return {
        version: [
            packet_rule(rule)
            for rule in host.rules
            if rule.version == version and _is_in_docker_user(host, rule)
        ]
        for version in (4, 6)
    }


def add_ours(ruleset: Ruleset, host: HostPlan, version: int) -> None:
    """Give a family's rules ours, Docker's being there already."""
    mine = [rule for rule in host.rules if rule.version == version and not _is_in_docker_user(host, rule)]
    if host.firewall == "nftables":
        _own_tables(ruleset, mine)
    else:
        _own_chains(ruleset, mine)


def _is_in_docker_user(host: HostPlan, rule: Rule) -> bool:
    guard = host.firewall == "iptables" and rule.purpose is RulePurpose.BRIDGE_GUARD
    return rule.purpose in AHEAD_OF_DOCKER or guard


def _own_tables(ruleset: Ruleset, rules: Iterable[Rule]) -> None:
    placed: dict[tuple[Hook, int, bool], list[Rule]] = {}
    for rule in rules:
        placed.setdefault((rule.hook, rule.priority, rule.is_nat), []).append(rule)
    for (hook, priority, is_nat), members in placed.items():
        kind = ChainKind.NAT if is_nat else ChainKind.FILTER
        ruleset.add(
            Chain(
                name=f"lanwright {kind}-{hook}",
                kind=kind,
                hook=hook,
                priority=priority,
                rules=[packet_rule(rule) for rule in members],
            )
        )


def _own_chains(ruleset: Ruleset, rules: Iterable[Rule]) -> None:
    for rule in rules:
        priority = (SRCNAT if rule.hook in _IPTABLES else DSTNAT) if rule.is_nat else FILTER
        name = f"{'nat' if rule.is_nat else 'filter'} {rule.hook.upper()}"
        chain = next((item for item in ruleset.base.get(rule.hook, ()) if item.name == name), None)
        if chain is None:
            kind = ChainKind.NAT if rule.is_nat else ChainKind.FILTER
            chain = Chain(name=name, kind=kind, hook=rule.hook, priority=priority)
            ruleset.add(chain)
        jump = f"LANWRIGHT-{rule.hook.upper()} ({chain.kind})"
        if jump not in ruleset.chains:
            ruleset.chains[jump] = []
            leads = PacketRule(action=Action.JUMP, text=f"-j LANWRIGHT-{rule.hook.upper()}", chain=jump)
            chain.rules.insert(0 if rule.hook in _FIRST else len(chain.rules), leads)
        ruleset.chains[jump].append(packet_rule(rule))


def packet_rule(rule: Rule) -> PacketRule:
    """A rule of the plan as netfilter has it."""
    return PacketRule(
        action=_ACTIONS[rule.verdict],
        text=f"{rule.verdict}: {rule.comment}",
        origin=rule.origin,
        inputs=frozenset(rule.inputs),
        outputs=frozenset(rule.outputs),
        not_output=rule.not_output,
        source=masks(rule.source),
        destination=masks(rule.destination),
        not_source=masks(rule.not_source),
        not_destination=masks(rule.not_destination),
        port=rule.port,
        translated=rule.translated,
        states=frozenset({"established"}) if rule.established else frozenset(),
        solicitation=rule.solicitation,
        to=rule.to,
        to_first=rule.to_port.first if rule.to_port else 0,
        reason=_REASONS.get(rule.purpose, ""),
    )
