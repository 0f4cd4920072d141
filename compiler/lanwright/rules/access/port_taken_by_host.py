"""LW608: a published port that a service of the host has already."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Via
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.sockets import EVERY, listeners, openings
from lanwright.rules.access.shown import another_port, place, ports_in_use, shown, socket, to_another_port
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.port import Listen, Port
    from lanwright.plan.sockets import Opening
    from lanwright.plan.values import Address

Taken = tuple["Address", "Listen", str]


@rule("LW608", Severity.ERROR)
def port_taken_by_host(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A published port is taken by a service of the host.

    Docker binds each port that it publishes, with the userland proxy on or off. Where a service of the host, or a
    container in the host's network, listens on that port at the same address or at every address, the container stays
    created and doesn't start: "failed to bind host port ...: address already in use". If the container is first, the
    host's service fails. The same holds where the port is published on every address and the service listens at one
    of them, 127.0.0.53:53 of systemd-resolved for example. [::] counts as IPv6 alone.

    Let the host's service listen at its own address only, publish another port, or write `via: dnat`, which binds
    nothing at the published address. What docker-proxy itself listens on doesn't belong into the host's `listens`.
    """
    told: set[tuple[str, int]] = set()
    taken, in_use = _Taken(host), ports_in_use(host)
    for opening in openings(host):
        key = (opening.service.name, opening.number)
        met = taken.at(opening) if opening.is_socket and not opening.picked and key not in told else None
        if met is None:
            continue
        told.add(key)
        address, listen, whose = met
        where = str(listen.port) if listen.address is None else socket(address, listen.port)
        yield Finding(
            message=f"`{opening.service.name}` publishes {shown(opening.published)}, and {whose} listens on {where}",
            origin=place(site, host, opening, "port"),
            why='the container isn\'t started: "failed to bind host port ...: address already in use"',
            fix=_own_address(host, opening, listen) or another_port(in_use, opening.port),
            related=(Related(listen.origin, f"{whose} listens here"),),
            edits=() if _own_address(host, opening, listen) else to_another_port(site, host, in_use, opening),
        )


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


def _own_address(host: HostPlan, opening: Opening, listen: Listen) -> str:
    """For an address of the container's alone: the host's service can do with the host's own."""
    version = opening.address.version
    own = (
        item.address.ip
        for item in host.addresses
        if item.purpose == "host" and item.address.version == version
    )
    address = next(own, None)
    everywhere = listen.address is None or listen.address.is_unspecified
    if opening.published.via is not Via.ALIAS or not everywhere or address is None:
        return ""
    return f"let it listen on {socket(address, listen.port)} alone, or write `via: dnat`"
