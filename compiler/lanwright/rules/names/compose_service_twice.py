"""LW108: two services of an intent that are one service of compose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW108", Severity.ERROR)
def compose_service_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two services are one and the same service of a compose project.

    A service has its own name in its project's compose file, or the one that `service` says. Two with one name there are
    one container: a fragment has room for the networks and ports of one of them only, and the other one's are lost.

    Say all of it at one service, or give one of the two its own name or project.
    """
    named: dict[tuple[str, str], Origin] = {}
    for name, service in host.services.items():
        if not service.compose:
            continue
        written = site.hosts[host.name].services[name]
        key = (written.project or host.name, written.service or name)
        origin = written.at("service")
        before = named.setdefault(key, origin)
        if before is not origin:
            yield Finding(
                message=f"`{name}` is the service `{key[1]}` of the project `{key[0]}`, as another one is",
                origin=origin,
                why="the fragment has room for one of them: the other one's networks and ports are lost",
                fix="say all of it at one of them, or give one another `service` or `project`",
                related=(Related(before, "the other one"),),
            )
