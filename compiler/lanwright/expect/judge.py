"""Each expectation, held against the traces of all that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Related, Severity
from lanwright.expect.remedy import remedies
from lanwright.plan.port import Port
from lanwright.trace import REASONS, Flow, Trace, Verdict, trace
from lanwright.trace.meaning import asked, askers, flows, nearest
from lanwright.world import World, realise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Expectation, Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Address

_TOLD = 20
"""Findings of one expectation; a LAN's devices and a host's services may be many."""


def judge(site: Site, plan: SitePlan) -> tuple[Diagnostic, ...]:
    """The findings in the order of the text; a site that expects nothing isn't realised."""
    if not site.expect:
        return ()
    world = realise(plan)
    found: list[Diagnostic] = []
    for expectation in site.expect:
        mine = list(dict.fromkeys(_Judge(site, world, expectation).findings()))
        found += mine[:_TOLD]
    return tuple(found)


def shown(expectation: Expectation) -> str:
    """`laptop to web, 80/tcp`: what is expected, in a line."""
    ways = f"{' and '.join(expectation.from_)} to {' and '.join(expectation.to)}"
    asked_for = expectation.port
    ports = (
        "ping"
        if asked_for is None
        else "any port"
        if asked_for == "any"
        else " and ".join(str(port) for port in asked_for)
    )
    return f"{ways}, {ports}{'' if expectation.reach else ', must not get through'}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One asker, one who is asked, and one port: a trace for each of his addresses, the nearest first."""

    asker: str
    name: str
    traces: tuple[Trace, ...]

    @property
    def delivered(self) -> list[Trace]:
        """Those that get through: at whatever address, the expectation names somebody, not an address."""
        return [item for item in self.traces if item.verdict is Verdict.DELIVERED]

    @property
    def unknown(self) -> Trace | None:
        """The first whose way leaves the model."""
        return next((item for item in self.traces if item.verdict is Verdict.NOT_MODELLED), None)


def about(asker: str, name: str, found: Trace) -> str:
    """Who asks whom, at which address and port."""
    address = str(found.flow.destination)
    where = name if name == address else f"{name} at {address}"
    return f"{asker} to {where}, {found.flow.asked}"


class _Judge:
    """One expectation."""

    def __init__(self, site: Site, world: World, expectation: Expectation) -> None:
        self._site, self._world, self._expectation = site, world, expectation

    def findings(self) -> Iterator[Diagnostic]:
        for source in self._expectation.from_:
            for asker in askers(self._world, source):
                for to in self._expectation.to:
                    yield from self._of_pair(asker, to)

    def _of_pair(self, asker: str, to: str) -> Iterator[Diagnostic]:
        ends = nearest(self._world, asker, asked(self._world, to))
        if not ends and not to.startswith(("lan/", "host/")):
            message = f"{self._world.called(asker)} to {to}: not judged"
            why = f"the address of {to} isn't known: nothing in the intent says it"
            yield self._told("LW805", message, why, "write its address; of a lease, the reservation")
        for name in dict.fromkeys(name for name, _ in ends):
            yield from self._of_one(asker, name, [address for end, address in ends if end == name])

    def _of_one(self, asker: str, name: str, addresses: Sequence[Address]) -> Iterator[Diagnostic]:
        by_port: dict[tuple[str, int], list[Flow]] = {}
        for address in addresses:
            for flow in flows(self._world, asker, name, address, self._ports()):
                by_port.setdefault((flow.protocol, flow.port), []).append(flow)
        if not by_port:
            said = f"{self._world.called(asker)} to {name}: nothing listens there"
            yield self._told(
                "LW804", said, "`port: any` asks at each port that is listened on", "add `listens`"
            )
        for members in by_port.values():
            found = Asked(
                self._world.called(asker), name, tuple(trace(self._world, flow) for flow in members)
            )
            yield from self._reached(found) if self._expectation.reach else self._kept_out(found)

    def _ports(self) -> Sequence[Port] | str | None:
        ports = self._expectation.port
        if ports is None or isinstance(ports, str):
            return ports
        return [Port(port.first, port.last, port.protocol) for port in ports]

    def _reached(self, found: Asked) -> Iterator[Diagnostic]:
        if found.delivered:
            yield from self._seen(found)
        elif found.unknown is not None:
            yield self._not_modelled(found, found.unknown)
        else:
            # The nearest address says why; another one that gets further says more.
            lost = min(found.traces, key=lambda item: (item.reply is None, not _is_telling(item)))
            yield self._lost(found, lost)
            if {item.reason for item in found.traces if _is_telling(item)} == {"nobody-listens"}:
                message = f"{about(found.asker, found.name, lost)}: nobody listens on that port"
                why = "it gets as far as the machine itself, which refuses it"
                yield self._told("LW804", message, why, "ask for a port that is listened on")

    def _lost(self, found: Asked, lost: Trace) -> Diagnostic:
        reason = REASONS[lost.reason or ""]
        message = f"{about(found.asker, found.name, lost)}: {'the reply is ' if lost.reply else ''}lost, {reason.name}"
        tried = remedies(self._site, self._world, lost)
        fix = tried[0] if tried else reason.remedy.removesuffix(".")
        related = (Related(lost.origin, "this is where it is lost"),) if lost.origin.path else ()
        code = "LW801"
        return self._told(code, message, f"{reason.title}: {lost.detail}", fix, related)

    def _seen(self, found: Asked) -> Iterator[Diagnostic]:
        """Of each family that `seen_as` names an address of."""
        for wanted in self._expectation.seen_as:
            seen = [item for item in found.delivered if item.flow.destination.version == wanted.version]
            if seen and all(item.seen_as != wanted for item in seen):
                as_whom = f"{found.name} sees {seen[0].seen_as}, not {wanted}"
                why = next(
                    (step.text for step in reversed(seen[0].request.steps) if step.stage == "nat"),
                    "the kernel chose that source where it was sent",
                )
                message = f"{about(found.asker, found.name, seen[0])}: {as_whom}"
                yield self._told("LW803", message, why, f"expect {seen[0].seen_as}, or change what gives it")

    def _kept_out(self, found: Asked) -> Iterator[Diagnostic]:
        if found.delivered:
            through = found.delivered[0]
            message = f"{about(found.asker, found.name, through)}: it gets through, seen as {through.seen_as}"
            way = " and ".join(dict.fromkeys(step.namespace.name for step in through.request.steps))
            yield self._told(
                "LW802", message, f"its way is over {way}", "keep them apart, or drop `reach: false`"
            )
        elif found.unknown is not None:
            yield self._not_modelled(found, found.unknown)
        elif unheard := [item for item in found.traces if item.reason == "nobody-listens"]:
            yield self._unheard(found, unheard[0])

    def _unheard(self, found: Asked, unheard: Trace) -> Diagnostic:
        message = (
            f"{about(found.asker, found.name, unheard)}: kept out by nothing but that nobody listens there"
        )
        why = "it gets as far as the machine itself, and would get through as soon as something listens"
        return self._told("LW804", message, why, "ask for a port that is listened on, or add it to `listens`")

    def _not_modelled(self, found: Asked, unknown: Trace) -> Diagnostic:
        message = f"{about(found.asker, found.name, unknown)}: not judged"
        why = f"the way leaves what the intent says: {unknown.missing}"
        return self._told("LW805", message, why, "check that flow on the host, or add what is missing")

    def _told(
        self, code: str, message: str, why: str, fix: str, related: tuple[Related, ...] = ()
    ) -> Diagnostic:
        said = self._expectation.why
        reason = f"{why} (expected because: {said})" if said and why else why
        return Diagnostic(
            code=code,
            severity=Severity.WARNING if code == "LW804" else Severity.ERROR,
            message=message,
            origin=self._expectation.origin,
            why=reason,
            fix=fix,
            related=related,
        )


def _is_telling(item: Trace) -> bool:
    return item.reason not in ("no-route", "lost-in-the-internet", "no-address")
