"""A packet at a hook: the base chains in the order of their priorities, with connection tracking and NAT in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.firewall import Hook
from lanwright.trace.conntrack import Clash, Connection, Connections, Manip, Tracking, translated
from lanwright.trace.death import Died
from lanwright.trace.packet import SOLICITATION
from lanwright.trace.routing import raise_for_lease, selected, without_source
from lanwright.trace.step import Accepted, Translated
from lanwright.world.packet_rule import CONNTRACK, Action, Chain, ChainKind, PacketRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.plan.values import Address
    from lanwright.trace.packet import Packet
    from lanwright.trace.step import Step
    from lanwright.world import Device, Namespace
    from lanwright.world.packet_rule import Mask, Ruleset

_MANIP = {
    Hook.PREROUTING: Manip.DESTINATION,
    Hook.OUTPUT: Manip.DESTINATION,
    Hook.POSTROUTING: Manip.SOURCE,
    Hook.INPUT: Manip.SOURCE,
}
_FIRST = frozenset({Hook.PREROUTING, Hook.OUTPUT})


class Meeting(NamedTuple):
    """A packet that comes to a hook: in which namespace, by which devices, towards which next hop.

    `again` is for what comes back by loopback: its connection is the one that it had, and NAT is done.
    """

    hook: Hook
    namespace: Namespace
    packet: Packet
    came_in: Device | None = None
    goes_out: Device | None = None
    hop: Address | None = None
    again: bool = False


class At(NamedTuple):
    """A packet at a hook, as rules see it."""

    namespace: Namespace
    packet: Packet
    source: int
    destination: int
    came_in: str
    goes_out: str
    tracking: Tracking | None


class Filter:
    """Netfilter in all namespaces, for one trace: what it tracks lasts as long as that."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        self._tracked: dict[Namespace, Connections] = {}
        self._tracking: Tracking | None = None
        self._by: PacketRule | None = None

    def pass_by(self, met: Meeting) -> Packet:
        """The packet as it leaves the hook; raises Died where it is dropped."""
        ruleset = met.namespace.rulesets[met.packet.source.version]
        if not ruleset.base and met.namespace not in self._tracked:
            return met.packet
        untracked = met.hook in _FIRST and not met.again
        undecided = met.hook in _MANIP and not met.again
        for chain in ruleset.base.get(met.hook, ()):
            if untracked and chain.priority > CONNTRACK:
                self._track(met)
                untracked = False
            if chain.kind is ChainKind.FILTER:
                self._filter(chain, ruleset, met)
            elif undecided and not untracked:
                undecided = not self._decide(chain, ruleset, met)
        if untracked:
            self._track(met)
        return met.packet if met.again or met.hook not in _MANIP else self._translate(met)

    def tracks(self, namespace: Namespace, packet: Packet) -> bool:
        """Whether the packet, which has just come through a hook there, belongs to a connection that is known there now.

        TCP that was never seen begin is taken for one after the handshake (`nf_conntrack_tcp_loose`).
        """
        if namespace not in self._tracked:
            return False
        return self._tracking is not None or packet.protocol == "tcp"

    def awaits(self, namespace: Namespace, packet: Packet) -> bool:
        """Whether the packet is a reply whose NAT that namespace would undo, if it came by its hooks."""
        known = self._tracked.get(namespace)
        return known is not None and known.undoes(packet)

    def _track(self, met: Meeting) -> None:
        known = self._tracked.setdefault(met.namespace, Connections())
        try:
            self._tracking = known.track(met.packet)
        except Clash:
            text = f"{met.namespace.name} takes it for a new connection, and gives it another source port"
            raise Died("reply-renumbered", met.namespace, text, met.namespace.origin) from None

    def _translate(self, met: Meeting) -> Packet:
        """What the connection says, decided now or by an earlier packet."""
        if self._tracking is None:
            return met.packet
        manip = _MANIP[met.hook]
        self._tracking.connection.decided.add(manip)
        _stay_masqueraded(self._tracking, met)
        after = translated(met.packet, self._tracking, manip)
        if after != met.packet:
            rule, self._by = self._by, None
            self.steps.append(Translated(met.namespace, met.hook.value, met.packet, after, rule))
        return after

    def _decide(self, chain: Chain, ruleset: Ruleset, met: Meeting) -> bool:
        """Ask a NAT chain for a connection's first packet; whether there is nothing more to decide."""
        tracking = self._tracking
        if tracking is None or tracking.is_reply or _MANIP[met.hook] in tracking.connection.decided:
            return True
        found = _deciding(chain.rules, ruleset.chains, _at(met, tracking))
        if found is None:
            return False
        self._by, _ = found
        _rewrite(tracking.connection, self._by, met)
        return True

    def _filter(self, chain: Chain, ruleset: Ruleset, met: Meeting) -> None:
        found = _deciding(chain.rules, ruleset.chains, _at(met, self._tracking))
        if found is None:
            if chain.policy is Action.DROP:
                text = f"{chain.name} ends with policy DROP"
                raise Died("forward-policy", met.namespace, text, chain.policy_origin)
            return
        rule, where = found
        if rule.action is Action.DROP:
            text = f"{where or chain.name} in {met.hook}: {rule.text}"
            raise Died(rule.reason, met.namespace, text, rule.origin)
        self.steps.append(Accepted(met.namespace, met.hook.value, where or chain.name, rule))


def _rewrite(connection: Connection, rule: PacketRule, met: Meeting) -> None:
    """What a NAT rule makes of a connection; an accept leaves it as it is."""
    packet = met.packet
    if rule.action is Action.DNAT and rule.to is not None:
        first = rule.port.first if rule.port else packet.port
        port = rule.to_first + packet.port - first if rule.to_first else packet.port
        connection.towards(rule.to, port)
    elif rule.action is Action.SNAT and rule.to is not None:
        connection.leave_as(rule.to)
    elif rule.action is Action.MASQUERADE and met.goes_out is not None:
        raise_for_lease(met.goes_out, packet.destination.version)
        own = selected(met.namespace, packet.destination, met.hop or packet.destination, met.goes_out)
        if own is None:
            raise without_source(met.namespace, met.goes_out, packet.destination.version, rule.origin)
        connection.leave_as(own)
        connection.masqueraded = met.goes_out


def _stay_masqueraded(tracking: Tracking, met: Meeting) -> None:
    """What was masqueraded for one device and leaves by another is dropped (linux `nf_nat.h`, nf_nat_oif_changed)."""
    device = tracking.connection.masqueraded
    if met.hook is Hook.POSTROUTING and not tracking.is_reply and device not in (None, met.goes_out):
        out = met.goes_out.name if met.goes_out is not None else ""
        text = f"it was masqueraded for {device.name if device else ''}, and leaves by {out}"
        raise Died("masqueraded-elsewhere", met.namespace, text)


def _at(met: Meeting, tracking: Tracking | None) -> At:
    return At(
        met.namespace,
        met.packet,
        int(met.packet.source),
        int(met.packet.destination),
        met.came_in.name if met.came_in is not None else "",
        met.goes_out.name if met.goes_out is not None else "",
        tracking,
    )


def _deciding(
    rules: Sequence[PacketRule], chains: Mapping[str, Sequence[PacketRule]], at: At, where: str = ""
) -> tuple[PacketRule, str] | None:
    """The first rule that ends it, and the chain that it stands in; None where a chain's end is reached."""
    for rule in rules:
        if not matches(rule, at):
            continue
        if rule.action is Action.RETURN:
            return None
        if rule.action is not Action.JUMP:
            return rule, where
        found = _deciding(chains.get(rule.chain or "", ()), chains, at, rule.chain or "")
        if found is not None:
            return found
    return None


def matches(rule: PacketRule, at: At) -> bool:  # noqa: PLR0911 - one for each field, the cheapest first
    """Whether every field that says something fits."""
    if rule.inputs and at.came_in not in rule.inputs:
        return False
    if rule.outputs and at.goes_out not in rule.outputs:
        return False
    if at.came_in in rule.not_inputs or (rule.not_output and at.goes_out == rule.not_output):
        return False
    if rule.destination and not _in(at.destination, rule.destination):
        return False
    if rule.source and not _in(at.source, rule.source):
        return False
    if rule.port and not _is_port(rule, at.packet):
        return False
    if rule.protocol and rule.protocol != at.packet.protocol:
        return False
    return _matches_rarer(rule, at)


def _matches_rarer(rule: PacketRule, at: At) -> bool:  # noqa: PLR0911 - as above
    if rule.not_source and _in(at.source, rule.not_source):
        return False
    if rule.not_destination and _in(at.destination, rule.not_destination):
        return False
    if rule.states and (at.tracking is None or at.tracking.state not in rule.states):
        return False
    if rule.translated and not (at.tracking and at.tracking.connection.translated):
        return False
    if rule.source_local and not at.namespace.is_local(at.packet.source):
        return False
    if rule.destination_local and not at.namespace.is_local(at.packet.destination):
        return False
    return not rule.solicitation or at.packet.protocol == SOLICITATION


def _in(number: int, masks: tuple[Mask, ...]) -> bool:
    return any(number & mask == value for mask, value in masks)


def _is_port(rule: PacketRule, packet: Packet) -> bool:
    port = rule.port
    return port is not None and port.protocol == packet.protocol and port.first <= packet.port <= port.last
