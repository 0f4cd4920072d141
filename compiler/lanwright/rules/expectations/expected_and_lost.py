"""LW801: what must get through and doesn't."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW801", Severity.ERROR, by="expect")
def expected_and_lost() -> None:
    """What must get through is lost.

    The packet, and its reply, were followed through the site as it will be once the files are applied: routes, ARP and
    neighbour discovery, bridges, macvlan and ipvlan, Docker's own packet rules and ours. Somewhere on the way, or on the
    way back, it is lost; the finding says where and why, by one of the reasons that `lanwright explain` lists. A name
    counts as reached at any of its own addresses.

    `lanwright trace FROM TO --port PORT` tells the whole way. Where the finding names a change of the intent, it was
    tried: with it the packet gets through.
    """
