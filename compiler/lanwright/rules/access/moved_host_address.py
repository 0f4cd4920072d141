"""LW622: a shim that is to take the host's address away from its interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW622", Severity.ERROR)
def moved_host_address(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The host's address is to move from its interface to a shim.

    Older notes let the host and its macvlan containers reach each other by taking the host's address off eth0 and
    putting it, with the default route, on a macvlan link beside the containers. At rest that works, and an open SSH
    session lives through the move and the way back. What comes after it is why it isn't generated:

    - whatever deletes that link takes the host off the network at once, for good: `ip link del`, an `ifdown`, a file
      that is removed. The parent has no address any more that anybody could come in by;
    - a flap of the link (down and up) loses the default route, and nothing brings it back: the host is reached from
      its LAN and from nowhere else.

    Both were measured with open sessions, with eth0 and with a bridge as the parent (docs/facts.md). The shim
    that `host_access: true` makes has no such price. It carries the host's address as a /32 (and /128) beside the
    interface's own; when it flaps or goes, the host loses the way to its containers and nothing else.

    Drop `takes_host_address`. Where the address has been moved by hand, move it back first.
    """
    for name, network in site.hosts[host.name].networks.items():
        access = network.host_access
        if access is not None and access.takes_host_address:
            yield Finding(
                message=f"the shim of `{name}` is to take the host's address away from `{network.parent}`",
                origin=access.at("takes_host_address"),
                why="whoever takes that link away takes the host off the network, and a flap of it costs the default route",
                fix="drop it: the shim carries the host's address as a /32 beside the interface's own",
                related=tuple(_own(host, network.parent)),
                edits=(Drop(access.at("takes_host_address"), "takes_host_address"),),
            )


def _own(host: HostPlan, parent: str | None) -> Iterator[Related]:
    places: list[Origin] = [
        item.origin for item in host.addresses if item.link == parent and item.purpose is Purpose.HOST
    ]
    yield from (Related(place, "the address") for place in places[:1])
