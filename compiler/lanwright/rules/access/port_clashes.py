"""Published ports that must give way: to one that is published before, or to what the host itself listens on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.intervals import Interval, first_met
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.sockets import EVERY, listeners, openings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.plan import HostPlan
    from lanwright.plan.port import Listen, Port
    from lanwright.plan.sockets import Opening
    from lanwright.plan.values import Address

Taken = tuple["Address", "Listen", str]
"""Where the host listens, what was written of it, and whose it is."""


def published_again(host: HostPlan) -> Iterator[tuple[Opening, Opening]]:
    """Each published port that an earlier one has already, once, behind that one."""
    told: set[tuple[str, int]] = set()
    for first, second in _met([opening for opening in _once(openings(host)) if not opening.picked]):
        if second.key not in told:
            told.add(second.key)
            yield first, second


def taken_by_host(host: HostPlan) -> Iterator[tuple[Opening, Taken]]:
    """Each published port that something of the host has already, once, with what that is."""
    told: set[tuple[str, int]] = set()
    taken = _Taken(host)
    for opening in openings(host):
        asks = opening.is_socket and not opening.picked and opening.key not in told
        met = taken.at(opening) if asks else None
        if met is not None:
            told.add(opening.key)
            yield opening, met


def _once(found: Iterable[Opening]) -> Iterator[Opening]:
    """What is written twice, word for word, compose and we do once; `::` and every address aren't the same words."""
    seen = set()
    for opening in found:
        written = opening.published
        same = (opening.service.name, opening.address, written.address, written.port, written.to, written.via)
        if same not in seen:
            seen.add(same)
            yield opening


def _met(found: Sequence[Opening]) -> Iterator[tuple[Opening, Opening]]:
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


class _Taken:
    """The host's listeners, to be asked for one that is in the way."""

    def __init__(self, host: HostPlan) -> None:
        at: defaultdict[tuple[object, str], list[tuple[Port, Taken]]] = defaultdict(list)
        for address, listen, whose in listeners(host):
            for where in (address, address.version):
                at[where, listen.port.protocol].append((listen.port, (address, listen, whose)))
        self._at = {key: PortRanges(items) for key, items in at.items()}

    def at(self, opening: Opening) -> Taken | None:
        """A listener at the same address or at every address; at any one, where the port is open on every address."""
        every, protocol = EVERY[opening.address.version], opening.port.protocol
        places = (every.version,) if opening.address == every else (opening.address, every)
        for where in places:
            ranges = self._at.get((where, protocol))
            met = ranges.overlapping(opening.port) if ranges else None
            if met is not None:
                return met[1]
        return None
