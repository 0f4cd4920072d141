"""A packet at a hook: the base chains in the order of their priorities, with connection tracking and NAT in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.firewall import Hook
from lanwright.trace.conntrack import Connections, Manip, Tracking, translated
from lanwright.trace.death import Died
from lanwright.trace.packet import SOLICITATION
from lanwright.trace.routing import selected
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


class At(NamedTuple):
    """A packet at a hook, as rules see it."""

    namespace: Namespace
    hook: Hook
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
        self.tracking: Tracking | None = None

    def pass_by(
        self,
        hook: Hook,
        namespace: Namespace,
        packet: Packet,
        came_in: Device | None = None,
        goes_out: Device | None = None,
        hop: Address | None = None,
        *,
        again: bool = False,
    ) -> Packet:
        """The packet as it leaves the hook; raises Died where it is dropped.

        `again` is for what comes back by loopback: its connection is the one that it had, and NAT is done.
        """
        ruleset = namespace.rulesets[packet.source.version]
        if not ruleset.base and namespace not in self._tracked:
            return packet
        pending = hook in _FIRST and not again
        nat_left = hook in _MANIP and not again
        for chain in ruleset.base.get(hook, ()):
            if pending and chain.priority > CONNTRACK:
                self._track(namespace, packet)
                pending = False
            if chain.kind is ChainKind.NAT:
                if nat_left and self.tracking is not None and not pending:
                    done = self._decide(chain, ruleset, namespace, packet, hook, came_in, goes_out, hop)
                    nat_left = not done
            else:
                self._filter(chain, ruleset, namespace, packet, hook, came_in, goes_out)
        if pending:
            self._track(namespace, packet)
        if nat_left or hook in _MANIP:
            return self._translate(namespace, packet, hook, again=again)
        return packet

    def _track(self, namespace: Namespace, packet: Packet) -> None:
        self.tracking = self._tracked.setdefault(namespace, Connections()).track(packet)

    def _translate(self, namespace: Namespace, packet: Packet, hook: Hook, *, again: bool) -> Packet:
        """What the connection says, decided now or by an earlier packet."""
        if self.tracking is None or again:
            return packet
        self.tracking.connection.decided.add(_MANIP[hook])
        after = translated(packet, self.tracking, _MANIP[hook])
        if after != packet:
            rule, self._by = self._by, None
            self.steps.append(Translated(namespace, hook.value, packet, after, rule))
        return after

    _by: PacketRule | None = None

    def _decide(
        self,
        chain: Chain,
        ruleset: Ruleset,
        namespace: Namespace,
        packet: Packet,
        hook: Hook,
        came_in: Device | None,
        goes_out: Device | None,
        hop: Address | None,
    ) -> bool:
        """Ask a NAT chain for a connection's first packet; whether there is nothing more to decide."""
        tracking = self.tracking
        if tracking is None or tracking.is_reply or _MANIP[hook] in tracking.connection.decided:
            return True
        at = _at(namespace, hook, packet, came_in, goes_out, tracking)
        found = _deciding(chain.rules, ruleset.chains, at)
        if found is None:
            return False
        rule, _ = found
        connection = tracking.connection
        if rule.action is Action.DNAT and rule.to is not None:
            first = rule.port.first if rule.port else packet.port
            port = rule.to_first + packet.port - first if rule.to_first else packet.port
            connection.towards(rule.to, port)
        elif rule.action is Action.SNAT and rule.to is not None:
            connection.leave_as(rule.to)
        elif rule.action is Action.MASQUERADE and goes_out is not None:
            own = selected(namespace, packet.destination, hop or packet.destination, goes_out)
            if own is None:
                raise Died("no-address", namespace, f"MASQUERADE finds no address for {goes_out.name}")
            connection.leave_as(own)
        self._by = rule
        return True

    def _filter(
        self,
        chain: Chain,
        ruleset: Ruleset,
        namespace: Namespace,
        packet: Packet,
        hook: Hook,
        came_in: Device | None,
        goes_out: Device | None,
    ) -> None:
        at = _at(namespace, hook, packet, came_in, goes_out, self.tracking)
        found = _deciding(chain.rules, ruleset.chains, at)
        if found is None:
            if chain.policy is Action.DROP:
                text = f"{chain.name} ends with policy DROP"
                raise Died("forward-policy", namespace, text, chain.policy_origin)
            return
        rule, where = found
        if rule.action is Action.DROP:
            text = f"{where or chain.name} in {hook}: {rule.text}"
            raise Died(rule.reason, namespace, text, rule.origin)
        self.steps.append(Accepted(namespace, hook.value, where or chain.name, rule))


def _at(
    namespace: Namespace,
    hook: Hook,
    packet: Packet,
    came_in: Device | None,
    goes_out: Device | None,
    tracking: Tracking | None,
) -> At:
    return At(
        namespace,
        hook,
        packet,
        int(packet.source),
        int(packet.destination),
        came_in.name if came_in is not None else "",
        goes_out.name if goes_out is not None else "",
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


def matches(rule: PacketRule, at: At) -> bool:
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


def _matches_rarer(rule: PacketRule, at: At) -> bool:
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
