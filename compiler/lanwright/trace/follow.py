"""`trace(world, flow)`: a packet's way there, docker-proxy's second one, and the reply's way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.trace.death import Died, Unknown
from lanwright.trace.outcome import Flow, Trace, Verdict, Way
from lanwright.trace.packet import PING, Packet
from lanwright.trace.reasons import REASONS, Felt
from lanwright.trace.step import Dropped
from lanwright.trace.walk import Arrived, Walk
from lanwright.world.socket import Holder

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.trace.step import Step
    from lanwright.world import Namespace, Socket, World

_EPHEMERAL = 49152
"""A client's own port; each further connection of a trace has the next one."""


def trace(world: World, flow: Flow) -> Trace:
    """Follow one flow; never raises on what a plan can hold."""
    return _Follower(world, flow).outcome()


class _Follower:
    def __init__(self, world: World, flow: Flow) -> None:
        self._world, self._flow = world, flow
        self._walk = Walk(world)
        self._there: list[Step] = []
        self._back: list[Step] = []
        self._is_back = False
        self._arrived: Arrived | None = None

    def outcome(self) -> Trace:
        """Everything that is known in the end."""
        try:
            self._round_trip()
        except Died as death:
            return self._lost(death.reason, death.text, death.origin, death.namespace)
        except Unknown as unknown:
            return self._made(Verdict.NOT_MODELLED, missing=unknown.missing, detail=unknown.missing)
        return self._made(Verdict.DELIVERED)

    def _round_trip(self) -> None:
        asking = self._world.namespace(self._flow.source)
        self._there = self._walk.begin()
        packet = self._first(asking, 0)
        self._arrived = arrived = self._walk.send(asking, packet)
        if arrived.socket is not None and arrived.socket.holder is Holder.PROXY:
            self._go_on(arrived.namespace, arrived.socket, arrived.packet)
        self._is_back, self._back = True, self._walk.begin()
        back = self._walk.send(arrived.namespace, arrived.packet.answer)
        if back.namespace is not asking or back.packet != packet.answer:
            text = f"the reply comes as {back.packet}, to {back.namespace.name}"
            raise Died("reply-from-another-address", asking, text)

    def _first(self, asking: Namespace, number: int) -> Packet:
        flow = self._flow
        source = self._walk.source(asking, flow.destination)
        return Packet(source, flow.destination, flow.protocol, _EPHEMERAL + number, flow.port)

    def _go_on(self, host: Namespace, socket: Socket, taken: Packet) -> None:
        """docker-proxy asks the container as a process of the host, and hands back what it hears."""
        if socket.to is None or socket.port is None:
            return
        port = socket.to_first + (taken.port - socket.port.first)
        try:
            source = self._walk.source(host, socket.to)
            packet = Packet(source, socket.to, taken.protocol, _EPHEMERAL + 1, port)
            arrived = self._walk.send(host, packet)
            steps = self._walk.steps
            self._walk.send(arrived.namespace, arrived.packet.answer)
        except Died as death:
            text = f"docker-proxy doesn't reach {socket.to}: {death.reason}, {death.text}"
            felt_as_silence = taken.protocol == "udp" and REASONS[death.reason].felt is not Felt.REFUSED
            reason = death.reason if felt_as_silence else "proxy-reaches-nobody"
            raise Died(reason, death.namespace, text, death.origin) from None
        del steps
        self._arrived = arrived

    def _lost(self, reason: str, text: str, origin: Origin, namespace: Namespace) -> Trace:
        steps = self._back if self._is_back else self._there
        steps.append(Dropped(namespace, reason, text, origin))
        return self._made(Verdict.DROPPED, reason=reason, detail=text, origin=origin)

    def _made(
        self,
        verdict: Verdict,
        *,
        reason: str | None = None,
        missing: str = "",
        detail: str = "",
        origin: Origin | None = None,
    ) -> Trace:
        there = Verdict.DELIVERED if self._is_back else verdict
        request = Way(there, None if self._is_back else reason, tuple(self._there))
        reply = Way(verdict, reason, tuple(self._back)) if self._is_back else None
        arrived = self._arrived if self._is_back else None
        extra = {} if origin is None else {"origin": origin}
        return Trace(
            flow=self._flow,
            verdict=verdict,
            request=request,
            reply=reply,
            reason=reason,
            missing=missing,
            detail=detail,
            seen_as=arrived.packet.source if arrived else None,
            answered_by=_name(arrived) if arrived else None,
            assumptions=self._assumptions(),
            **extra,
        )

    def _assumptions(self) -> tuple[str, ...]:
        met = dict.fromkeys(step.namespace for step in (*self._there, *self._back))
        return tuple(dict.fromkeys(text for namespace in met for text in namespace.assumed))


def _name(arrived: Arrived) -> str:
    if arrived.socket is not None and arrived.packet.protocol != PING:
        return arrived.socket.owner
    return arrived.namespace.name.rpartition("/")[2]
