"""LW802: what must not get through and does."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW802", Severity.ERROR, by="expect")
def kept_apart_and_reached() -> None:
    """What must not get through does.

    `reach: false` says that somebody must not reach somebody, and the packet and its reply do get there and back. On a
    host with macvlan and ipvlan each container is a machine of the LAN, and each port that a service listens on is open
    to it; a port that is published without an address is open to every LAN of the host.

    Keep them apart: another LAN or VLAN, a network that is `internal`, a published port at one address, or a firewall on
    the way that Lanwright doesn't write. Or drop `reach: false` where it is meant to be open.
    """
