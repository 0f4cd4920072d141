"""Packet rules that a host gets of us, tool-neutral: nftables and iptables print the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address, Prefix


class Verdict(StrEnum):
    """What a rule does with a packet that it matches."""

    ACCEPT = "accept"
    DROP = "drop"
    DNAT = "dnat"
    SNAT = "snat"
    MASQUERADE = "masquerade"


class Hook(StrEnum):
    """Where in the packet's way it is met (netfilter's hooks)."""

    PREROUTING = "prerouting"
    INPUT = "input"
    FORWARD = "forward"
    OUTPUT = "output"
    POSTROUTING = "postrouting"


class RulePurpose(StrEnum):
    """Why a rule is there."""

    DNAT = "dnat"
    HAIRPIN = "hairpin"
    LEAVES_AS = "leaves as"
    SHIM_SOURCE = "shim source"
    FORWARD_GUARD = "forward guard"
    NEIGHBOURS = "neighbours"
    UNPUBLISHED = "unpublished"
    BESIDE_HOST_BRIDGE = "beside the host's bridge"
    BRIDGE_GUARD = "bridge guard"
    BETWEEN_BRIDGES = "between bridges"


AHEAD_OF_DOCKER = frozenset({RulePurpose.UNPUBLISHED, RulePurpose.BESIDE_HOST_BRIDGE})
"""What must be accepted before Docker drops it: in its own chain DOCKER-USER, whatever carries our rules."""


PRIORITIES = {
    (Hook.PREROUTING, True): -101,
    (Hook.OUTPUT, True): -101,
    (Hook.POSTROUTING, True): 99,
}
"""Of NAT hooks: one before Docker's own (dstnat and srcnat), so that ours always come first; filters are at 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; every field that isn't None or empty must match.

    Attributes:
        version: the address family, 4 or 6.
        inputs, outputs: links that the packet came in by, or leaves by: any of them.
        not_output: a link that it doesn't leave by.
        source, destination: prefixes of the packet's addresses: any of them.
        not_source, not_destination: prefixes that they aren't in.
        port: destination port or ports, with the protocol.
        translated: whether its destination was rewritten by DNAT.
        established: whether it belongs to a connection that is known, or is about one.
        solicitation: whether it is an IPv6 neighbour solicitation.
        to, to_port: what `dnat` or `snat` writes.
        comment: one line for a person, of plain letters.
    """

    purpose: RulePurpose
    verdict: Verdict
    hook: Hook
    version: int
    comment: str
    origin: Origin
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    not_output: str | None = None
    source: tuple[Prefix, ...] = ()
    not_source: tuple[Prefix, ...] = ()
    destination: tuple[Prefix, ...] = ()
    not_destination: tuple[Prefix, ...] = ()
    port: Port | None = None
    translated: bool = False
    established: bool = False
    solicitation: bool = False
    to: Address | None = None
    to_port: Port | None = None

    @property
    def is_nat(self) -> bool:
        """Whether it belongs into a NAT chain."""
        return self.verdict in (Verdict.DNAT, Verdict.SNAT, Verdict.MASQUERADE)

    @property
    def priority(self) -> int:
        """The netfilter priority of its chain."""
        return PRIORITIES.get((self.hook, self.is_nat), 0)
