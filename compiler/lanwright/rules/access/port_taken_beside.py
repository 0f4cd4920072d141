"""LW623: two programs that share a network listen on one port."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from lanwright.plan.port import Listen

_HOST = ""


@rule("LW623", Severity.ERROR)
def port_taken_beside(host: HostPlan) -> Iterator[Finding]:
    """Two programs that share a network listen on one port.

    A service with `network_mode: host` is in the host's network, one with `service:web` in that of web's container: all
    that share it share its ports. A port that one of them has, the next can't have at the same address, nor at 0.0.0.0:
    "bind: address already in use". Which of them gets it is decided by who starts first.

    UDP is a warning: programs that answer multicast (mDNS at 5353, SSDP at 1900) share their port on purpose.

    Have one of them listen on another port, or give it a network of its own.
    """
    sharing: defaultdict[str, list[tuple[str, Listen]]] = defaultdict(list)
    sharing[_HOST] = [("the host", item) for item in host.listens]
    for service in host.services.values():
        owner = namespace_of(host.services, service)
        if owner is not None or is_in_hosts_namespace(host.services, service):
            place = owner.name if owner is not None else _HOST
            sharing[place] += [(f"`{service.name}`", item) for item in service.listens]
    for place, listens in sharing.items():
        yield from _clashes(place, listens)


def _clashes(place: str, listens: list[tuple[str, Listen]]) -> Iterator[Finding]:
    """For each listener the first that it clashes with; what one program has twice is its own affair."""
    told: set[int] = set()
    for (_, (one, first)), (index, (other, second)) in combinations(enumerate(listens), 2):
        if one == other or index in told or not _meet(first, second) or second.origin is None:
            continue
        told.add(index)
        where = "the host's network" if place == _HOST else f"the network of `{place}`"
        yield Finding(
            message=f"{other} and {one} listen on {second.port} in {where}",
            origin=second.origin,
            why='who starts second says "bind: address already in use"',
            fix=f"have {other} listen on another port, or give it a network of its own",
            related=(Related(first.origin, f"{one} listens here"),) if first.origin is not None else (),
            severity=Severity.WARNING if second.port.protocol == "udp" else None,
        )


def _meet(one: Listen, other: Listen) -> bool:
    """Whether the kernel lets only one of them be; IPv6 sockets may take IPv6 alone, so that families don't meet."""
    a, b = one.port, other.port
    ports = a.protocol == b.protocol and a.first <= b.last and b.first <= a.last
    if not ports or one.address is None or other.address is None:
        return ports
    everywhere = one.address.is_unspecified or other.address.is_unspecified
    return one.address == other.address or (everywhere and one.address.version == other.address.version)
