"""What other owners of a host's firewall must be told, since no accept of ours overrides a drop of theirs.

Each owner has a module: `NAME`, as the intent calls it, and `tasks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.foreign import firewalld, ufw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Host
    from lanwright.plan import HostPlan, Task

_OWNERS = {module.NAME: module.tasks for module in (ufw, firewalld)}


def tasks(written: Host, host: HostPlan) -> Iterator[Task]:
    """For each owner in the intent's order, what keeps our paths open."""
    for index, name in enumerate(written.foreign):
        if name in _OWNERS:
            yield from _OWNERS[name](host, written.at("foreign", index))
