"""Packet rules as netfilter holds them: rules in chains, base chains at a hook with a priority.

nftables and iptables are one machine in the kernel: the tables of iptables are base chains at known priorities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin

if TYPE_CHECKING:
    from lanwright.plan.firewall import Hook
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address, Prefix

RAW, CONNTRACK, DSTNAT, FILTER, SRCNAT = -300, -200, -100, 0, 100
"""The priorities of iptables' tables, and of connection tracking (linux `netfilter_ipv4.h`)."""


class Action(StrEnum):
    """What a rule does with a packet that it matches."""

    ACCEPT = "accept"
    DROP = "drop"
    RETURN = "return"
    JUMP = "jump"
    DNAT = "dnat"
    SNAT = "snat"
    MASQUERADE = "masquerade"


class ChainKind(StrEnum):
    """Whether a base chain filters, or decides once for each connection about its addresses."""

    FILTER = "filter"
    NAT = "nat"


Mask = tuple[int, int]


def masks(prefixes: tuple[Prefix, ...]) -> tuple[Mask, ...]:
    """Prefixes as pairs of mask and value, which compare quickly."""
    return tuple((int(item.netmask), int(item.network_address)) for item in prefixes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketRule:
    """One rule; every field that isn't None or empty must match.

    Attributes:
        text: the rule in the words of its tool, for a person.
        inputs, outputs: device names, any of them; `not_input` and `not_output` are names that it isn't.
        source, destination, not_source, not_destination: see `masks`.
        port: destination port with its protocol; `protocol` alone for all of its ports.
        states: connection states, `new` or `established` (related counts as that).
        translated: whether the connection's destination was rewritten.
        source_local, destination_local: whether the address is one of the namespace's own.
        solicitation: whether it is a neighbour solicitation.
        chain: where a jump leads.
        to, to_first: what is written: the address, and the first port of the range.
        reason: of a rule that drops, the name of what it is for (`trace/reasons`).
    """

    action: Action
    text: str
    origin: Origin = NOWHERE
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    not_inputs: frozenset[str] = frozenset()
    not_output: str | None = None
    source: tuple[Mask, ...] = ()
    destination: tuple[Mask, ...] = ()
    not_source: tuple[Mask, ...] = ()
    not_destination: tuple[Mask, ...] = ()
    port: Port | None = None
    protocol: str | None = None
    states: frozenset[str] = frozenset()
    translated: bool = False
    source_local: bool = False
    destination_local: bool = False
    solicitation: bool = False
    chain: str | None = None
    to: Address | None = None
    to_first: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        """A rule that drops says why: there is no reason for rules in general."""
        if self.action is Action.DROP and not self.reason:
            raise ValueError(f"why does it drop: {self.text}")


@dataclass(slots=True, kw_only=True)
class Chain:
    """A base chain of one family; `name` is how its tool calls it, `policy` what becomes of packets that reach its end."""

    name: str
    kind: ChainKind
    hook: Hook
    priority: int
    rules: list[PacketRule] = field(default_factory=list)
    policy: Action = Action.ACCEPT
    policy_origin: Origin = NOWHERE


@dataclass(slots=True)
class Ruleset:
    """One family's rules in a namespace: base chains by hook in the order in which they are met, and those jumped to."""

    base: dict[Hook, list[Chain]] = field(default_factory=dict)
    chains: dict[str, list[PacketRule]] = field(default_factory=dict)

    def add(self, chain: Chain) -> None:
        """Register a base chain; of one priority the later one comes first, as the kernel has it for nftables."""
        at_hook = self.base.setdefault(chain.hook, [])
        at_hook.append(chain)
        at_hook.sort(key=lambda item: item.priority)

    def base_rules(self, name: str) -> list[PacketRule]:
        """The rules of one base chain, by its name."""
        return next(chain.rules for at_hook in self.base.values() for chain in at_hook if chain.name == name)
