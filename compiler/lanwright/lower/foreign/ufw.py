"""ufw: it drops what comes in, and what is forwarded, unless it is told otherwise (ufw(8), "default deny").

Ports that Docker publishes don't come in, they are forwarded, and Docker's jumps stand first in FORWARD: ufw never sees them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.foreign.paths import forwards_by_nftables, to_the_host
from lanwright.plan import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.plan import HostPlan

NAME = "ufw"


def tasks(host: HostPlan, origin: Origin) -> Iterator[Task]:
    """A rule for each way in, and one for Docker's forwarding where it isn't first."""
    where = f"ufw on {host.name}"
    for path in to_the_host(host):
        yield Task(
            where=where,
            what=f"let the containers of {path.network} in to the host",
            why=f"ufw drops what comes in on {path.shim}, whatever other rules accept",
            command=f"ufw allow in on {path.shim} from {path.source}",
            origin=origin,
        )
    if forwards_by_nftables(host):
        yield Task(
            where=where,
            what="leave what is forwarded to Docker's rules",
            why="Docker's nftables accept doesn't override ufw's drop: containers reach nobody, published ports are closed",
            command="ufw default allow routed",
            origin=origin,
        )
