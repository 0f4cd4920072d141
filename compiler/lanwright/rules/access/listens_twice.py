"""LW625: two services in one network namespace that listen on one port."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import Interval, first_met
from lanwright.plan.shared_namespace import sharing
from lanwright.plan.sockets import EVERY
from lanwright.rules.access.shown import socket
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan import HostPlan
    from lanwright.plan.port import Listen
    from lanwright.plan.values import Address


class _Listener(NamedTuple):
    whose: str
    address: Address
    listen: Listen


class _Where(NamedTuple):
    """Listeners that may clash: of one family and protocol, at one address or, without any, at all of them."""

    family: int
    protocol: str
    address: Address | None


@rule("LW625", Severity.ERROR)
def listens_twice(host: HostPlan) -> Iterator[Finding]:
    """Two services share a network namespace and listen on one port.

    With `network_mode: host` a container is in the host's network namespace, with `network_mode: service:S` in that of
    another container: a port is there once. Whoever comes second can't bind it ("Address already in use"): the
    container starts all the same, its program ends or does without, and who asks is answered by the other one. A
    listener on every address is in the way of one at a single address; tcp and udp don't clash.

    Programs that share a port on purpose do so by udp mostly, as mDNS responders on 5353: there it is a warning.

    Let one of them listen on another port, or each at an address of its own; or give the container networks instead of
    `network_mode`.
    """
    for listeners in _by_namespace(host):
        for first, second in _clashes(listeners):
            if first.whose != second.whose:
                yield _finding(first, second)


def _finding(first: _Listener, second: _Listener) -> Finding:
    port = second.listen.port
    return Finding(
        message=f"{second.whose} listens on {_shown(second.listen)}, and so does {first.whose}, in the same network",
        origin=second.listen.origin,
        why='the second to start can\'t bind it ("Address already in use"): who asks is answered by the other',
        fix=f"let one of them listen elsewhere than on {port}, or give the container networks of its own",
        related=(Related(first.listen.origin, f"{first.whose} listens here"),),
        severity=Severity.WARNING if port.protocol == "udp" else Severity.ERROR,
    )


def _shown(listen: Listen) -> str:
    return str(listen.port) if listen.address is None else socket(listen.address, listen.port)


def _by_namespace(host: HostPlan) -> Iterator[list[_Listener]]:
    """The listeners of the host's own namespace, then those of each container's that others share."""
    groups: defaultdict[str, list[_Listener]] = defaultdict(list)
    groups[""] = list(_listeners("the host", host.listens))
    for service in host.services.values():
        *_, holder = sharing(host.services, service)
        name = "" if holder.network_mode == "host" else holder.name
        groups[name] += _listeners(f"`{service.name}`", service.listens)
    yield from groups.values()


def _listeners(whose: str, listens: Sequence[Listen]) -> Iterator[_Listener]:
    for listen in listens:
        for address in EVERY.values() if listen.address is None else (listen.address,):
            yield _Listener(whose, address, listen)


def _clashes(listeners: Sequence[_Listener]) -> Iterator[tuple[_Listener, _Listener]]:
    """Each in the intent's order, behind the first that has a port of its: an earlier one, or itself."""
    stands: defaultdict[_Where, list[tuple[Interval, int]]] = defaultdict(list)
    asks: defaultdict[_Where, list[tuple[Interval, int]]] = defaultdict(list)
    for number, each in enumerate(listeners):
        port, every = each.listen.port, EVERY[each.address.version]
        item = (Interval(each.address.version, port.first, port.last), number)
        for address in (each.address, None):
            stands[_Where(each.address.version, port.protocol, address)].append(item)
        for address in (None,) if each.address == every else (each.address, every):
            asks[_Where(each.address.version, port.protocol, address)].append(item)
    first: dict[int, int] = {}
    for where, items in asks.items():
        for number, met in first_met(items, stands[where]):
            first[number] = min(met, first.get(number, met))
    for number, met in sorted(first.items()):
        yield listeners[met], listeners[number]
