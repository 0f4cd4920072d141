"""firewalld: it rejects what comes in on an interface unless the interface's zone lets it in.

Docker puts its bridges into a zone of its own, and what is forwarded to them gets through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.foreign.paths import to_the_host
from lanwright.plan import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan import HostPlan

NAME = "firewalld"


def tasks(host: HostPlan, origin: Origin) -> Iterator[Task]:
    """The containers' addresses in the zone `trusted`; not the shim itself, for the LAN may come in there, too (LW621)."""
    for path in to_the_host(host):
        zone = f"firewall-cmd --permanent --zone=trusted --add-source={path.source}"
        yield Task(
            where=f"firewalld on {host.name}",
            what=f"let the containers of {path.network} in to the host",
            why=f"firewalld rejects what comes in on {path.shim}, whatever other rules accept",
            command=f"{zone} && firewall-cmd --reload",
            origin=origin,
        )
