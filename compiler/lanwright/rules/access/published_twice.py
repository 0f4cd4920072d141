"""LW607: a port of the host that is published twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import Interval, first_met
from lanwright.plan.sockets import EVERY, openings
from lanwright.rules.access.shown import another_port, place, ports_in_use, shown, to_another_port
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.sockets import Opening
    from lanwright.plan.values import Address


@rule("LW607", Severity.ERROR)
def published_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """One port of the host is published twice.

    A port without an address is published on every address of the host, so that it clashes with the same port at any
    one of them; 0.0.0.0 stands for every IPv4 address, :: for every IPv6 address. tcp and udp don't clash. The
    container that starts last isn't started: "Bind for 192.168.0.240:80 failed: port is already allocated". Each
    replica of a service wants the port for itself and fails in the same way. What one service writes twice, word for
    word, is published once.

    With `via: dnat` nothing is bound and Docker says nothing: of two rules for one address and port the first takes
    all packets, and such a rule comes before Docker's own. One for an address of its own beside a port that Docker
    publishes on every address is fine.

    Publish at another port, or at an address of its own. For replicas, give a range: of `port: 8080-8089` with
    `to: 80` Docker picks a free one for each.
    """
    found = [opening for opening in _once(openings(host)) if not opening.picked]
    clashes: dict[tuple[str, int], tuple[Opening, Opening]] = {}
    for first, second in _clashes(found):
        clashes.setdefault((second.service.name, second.number), (first, second))
    in_use = ports_in_use(host)
    for first, second in clashes.values():
        yield Finding(
            message=f"`{second.service.name}` publishes {shown(second.published)}, {_before(first, second)}",
            origin=place(site, host, second, "port"),
            why=_why(first, second),
            fix=f"{another_port(in_use, second.port)}, or {_apart(host, first, second)}",
            related=(
                Related(place(site, host, first, "port"), f"{shown(first.published)} is published here"),
            ),
            edits=to_another_port(site, host, in_use, second),
        )
    yield from _replicas(site, host)


def _once(found: Iterable[Opening]) -> Iterator[Opening]:
    """What is written twice, word for word, compose and we do once; `::` and every address aren't the same words."""
    seen = set()
    for opening in found:
        written = opening.published
        same = (opening.service.name, opening.address, written.address, written.port, written.to, written.via)
        if same not in seen:
            seen.add(same)
            yield opening


def _clashes(found: Sequence[Opening]) -> Iterator[tuple[Opening, Opening]]:
    """Each opening that wants a port of an earlier one, in their order, behind the first such."""
    groups: defaultdict[_Where, list[tuple[Interval, int]]] = defaultdict(list)
    for number, opening in enumerate(found):
        for where in _stands(opening):
            groups[where].append((_numbers(opening), number))
    first: dict[int, int] = {}
    asking: defaultdict[_Where, list[tuple[Interval, int]]] = defaultdict(list)
    for number, opening in enumerate(found):
        for where in _asks(opening):
            asking[where].append((_numbers(opening), number))
    for where, items in asking.items():
        for number, met in first_met(items, groups[where]):
            first[number] = min(met, first.get(number, met))
    for number, met in sorted(first.items()):
        if met < number:
            yield found[met], found[number]


def _stands(opening: Opening) -> Iterator[_Where]:
    """Where an opening is found by others: at its address, and among all of its family."""
    for address in (opening.address, None):
        yield _Where(opening.is_socket, address, opening.address.version, opening.port.protocol)


def _asks(opening: Opening) -> Iterator[_Where]:
    """Where others would be in an opening's way; one at every address is in the way of all."""
    here = _Where(opening.is_socket, opening.address, opening.address.version, opening.port.protocol)
    every = EVERY[opening.address.version]
    yield here._replace(is_socket=not opening.is_socket)
    if opening.address == every:
        yield here._replace(address=None)
    else:
        yield from (here, here._replace(address=every))


class _Where(NamedTuple):
    """Openings of one kind, family and protocol; `address` None for all of them."""

    is_socket: bool
    address: Address | None
    version: int
    protocol: str


def _numbers(opening: Opening) -> Interval:
    """The ports, which are numbers as addresses are."""
    return Interval(opening.address.version, opening.port.first, opening.port.last)


def _before(first: Opening, second: Opening) -> str:
    whose = "and again" if first.service.name == second.service.name else f"and `{first.service.name}`"
    return f"{whose} {shown(first.published)}"


def _why(first: Opening, second: Opening) -> str:
    if first.is_socket and second.is_socket:
        return _allocated(first, max(first.port.first, second.port.first))
    if first.is_socket or second.is_socket:
        return "our DNAT rule comes before Docker's own, which never sees a packet"
    return "of two DNAT rules the first takes every packet"


def _apart(host: HostPlan, first: Opening, second: Opening) -> str:
    """An address for each; one that stands for every address must give way."""
    version = first.address.version
    wide = next((opening for opening in (first, second) if opening.address == EVERY[version]), None)
    written = (item.address.ip for item in host.addresses if item.purpose == "host")
    own = next((address for address in written if address.version == version), None)
    if wide is None or own is None or own in (first.address, second.address):
        return "give each an address of its own"
    return f"write `address: {own}` for `{wide.service.name}`"


def _allocated(opening: Opening, port: int) -> str:
    refusal = f"Bind for {opening.address}:{port} failed: port is already allocated"
    return f'the container that starts last isn\'t started: "{refusal}"'


def _replicas(site: Site, host: HostPlan) -> Iterator[Finding]:
    told: set[tuple[str, int]] = set()
    for opening in openings(host):
        service, port = opening.service, opening.port
        room = port.last - port.first + 1 if opening.picked else 1
        if room < service.replicas and (service.name, opening.number) not in told:
            told.add((service.name, opening.number))
            to, ports = (
                opening.published.to,
                f"{port.first}-{port.first + service.replicas - 1}/{port.protocol}",
            )
            yield Finding(
                message=f"each of the {service.replicas} replicas of `{service.name}` publishes {shown(opening.published)}",
                origin=place(site, host, opening, "port"),
                why=_allocated(opening, port.first)
                if opening.is_socket
                else "a DNAT rule leads to one container",
                fix=f"write `port: {ports}` with `to: {to.first}`, of which each takes one"
                if to.first == to.last
                else "write `replicas: 1`, or publish single ports",
            )
