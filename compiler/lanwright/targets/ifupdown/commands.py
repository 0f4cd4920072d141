"""The `ip` commands that stanzas, the hook and the steps share; each may be run twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.plan import LinkAddress, Route

SELF = "$IFACE"
"""The link that a stanza is about, as ifupdown names it to the stanza's commands."""


def hold(item: LinkAddress, device: str) -> str:
    """Give a link an address.

    Of IPv6, duplicate address detection is left out: until it ends, no route may name the address as its source and
    nothing can be bound to it.
    """
    command = f"ip addr replace {item.address} dev {device}"
    if item.address.version == 4:
        return command
    return f"{command} preferred_lft 0 nodad" if item.deprecated else f"{command} nodad"


def send(route: Route, device: str) -> str:
    """Add a route."""
    via = f" via {route.via}" if route.via else ""
    source = f" src {route.source}" if route.source else ""
    return f"ip route replace {route.destination}{via} dev {device}{source}"
