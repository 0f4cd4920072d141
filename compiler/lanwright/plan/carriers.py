"""The links that carry a host: to take one down may cut off the session that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.link import Purpose

if TYPE_CHECKING:
    from lanwright.plan.host import HostPlan


def carriers(host: HostPlan) -> frozenset[str]:
    """Give the names of the links that have an address of the host's own or a lease, and of all that those stand on."""
    own = {item.link for item in host.addresses if item.purpose is Purpose.HOST}
    waiting = [link.name for link in host.links.values() if link.dhcp or link.name in own]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if (link := host.links.get(name)) is not None:
            waiting += [*link.ports, *([link.parent] if link.parent else [])]
    return frozenset(found)
