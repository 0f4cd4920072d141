"""The ports that published ones which must give way are told to take: one for each, whichever rule tells of them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from lanwright.change import Add, Write
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.sockets import ports_in_use
from lanwright.rules.access.port_clashes import published_again, taken_by_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.port import Port
    from lanwright.plan.sockets import Opening


class OtherPorts:
    """Those of one host, looked for when the first of them is asked for."""

    def __init__(self, host: HostPlan) -> None:
        self._host = host

    def advice(self, opening: Opening) -> str:
        """To take another port, with a free one where a single port is wanted."""
        free = self._chosen.get(opening.key)
        return f"publish another port ({free} is free)" if free else "publish other ports"

    def edits(self, site: Site, opening: Opening) -> tuple[Change, ...]:
        """The same as a change of the text; the container's port stays what it was."""
        free = self._chosen.get(opening.key)
        if free is None:
            return ()
        publish = site.hosts[self._host.name].services[opening.service.name].publish[opening.number]
        to = opening.published.to
        outside = f"{free}/udp" if opening.port.protocol == "udp" else free
        inside = f"{to.first}/udp" if to.protocol == "udp" else to.first
        keys = {"port": outside, **({} if publish.to else {"to": inside})}
        short = publish.at("port").path == publish.origin.path
        return (Write(publish.origin, keys),) if short else (Add(publish.origin, keys),)

    @cached_property
    def _chosen(self) -> Mapping[tuple[str, int], int]:
        """By published port the next one that nobody has, and that no other one is told."""
        giving_way = {item.key: item.port for _, item in published_again(self._host)}
        giving_way |= {item.key: item.port for item, _ in taken_by_host(self._host)}
        used: defaultdict[str, list[Port]] = defaultdict(list)
        for port in ports_in_use(self._host):
            used[port.protocol].append(port)
        free = {protocol: _Free(ports) for protocol, ports in used.items()}
        single = {key: port for key, port in giving_way.items() if port.first == port.last}
        taken = {key: free[port.protocol].take(port.last + 1) for key, port in single.items()}
        return {key: found for key, found in taken.items() if found is not None}


class _Free:
    """The ports of one protocol that nothing has, each given once."""

    def __init__(self, used: Iterable[Port]) -> None:
        self._used = PortRanges((port, None) for port in used)
        self._behind: dict[int, int] = {}  # by port that was given, where to look on

    def take(self, first: int) -> int | None:
        """The next one from here on; None where all are taken."""
        begun = found = self._used.free_from(first)
        while found in self._behind:
            found = self._used.free_from(self._behind[found])
        if begun is not None and found is not None:
            self._behind[begun] = self._behind[found] = found + 1
        return found
