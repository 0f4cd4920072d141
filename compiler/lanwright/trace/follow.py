"""`trace(world, flow)`: a packet's way there, docker-proxy's second one, and the reply's way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.trace.death import Died, Unknown
from lanwright.trace.outcome import Flow, Trace, Verdict, Way
from lanwright.trace.packet import PING, Packet
from lanwright.trace.step import Dropped
from lanwright.trace.walk import Arrived, Walk
from lanwright.world.socket import Holder

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.plan.values import Address
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
        packet = self._first(asking, self._flow.destination, self._flow.port, 0)
        taken = self._walk.send(asking, packet)
        proxy = taken.socket if taken.socket is not None and taken.socket.holder is Holder.PROXY else None
        served = taken if proxy is None else self._gone_on(taken, proxy)
        self._arrived = served
        self._is_back, self._back = True, self._walk.begin()
        if proxy is not None:
            self._walk.send(served.namespace, served.packet.answer)
        back = self._walk.send(taken.namespace, self._answer(taken))
        if back.namespace is not asking or back.packet != packet.answer:
            text = f"the reply comes as {back.packet}, to {back.namespace.name}"
            raise Died("reply-from-another-address", asking, text)

    def _first(self, asking: Namespace, destination: Address, port: int, number: int) -> Packet:
        source = self._walk.source(asking, destination)
        return Packet(source, destination, self._flow.protocol, _EPHEMERAL + number, port)

    def _answer(self, taken: Arrived) -> Packet:
        """What who took it says; one of all addresses may answer as another one than was asked."""
        answer = taken.packet.answer
        if taken.socket is None or not taken.socket.answers_by_route:
            return answer
        return answer._replace(source=self._walk.source(taken.namespace, answer.destination))

    def _gone_on(self, taken: Arrived, proxy: Socket) -> Arrived:
        """docker-proxy asks the container as a process of the host, by a connection of its own."""
        if proxy.to is None or proxy.port is None:
            return taken
        port = proxy.to_first + taken.packet.port - proxy.port.first
        try:
            return self._walk.send(taken.namespace, self._first(taken.namespace, proxy.to, port, 1))
        except Died as death:
            text = f"docker-proxy doesn't reach {proxy.to}: {death.reason}, {death.text}"
            raise Died("proxy-reaches-nobody", death.namespace, text, death.origin) from None

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
