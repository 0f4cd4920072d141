"""LW408: a container that would get one default route too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.default_route import PRIORITIES_SINCE
from lanwright.plan.parents import ON_A_PARENT
from lanwright.plan.routed import is_routed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW408", Severity.ERROR)
def default_route_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A container on a routed ipvlan network is on another one that leads out, too.

    In the modes l3 and l3s Docker up to 27 gives the container's link a default route of its own, whatever other
    networks there are. The other network gives it one, too: a bridge, macvlan or ipvlan network by its gateway, a second
    routed one as the first does. The kernel takes one of them, and the container doesn't start: "error setting interface
    "veth..." routes to ["0.0.0.0/0"]: file exists" (measured with 26.1; moby/moby#48576). From 28 on the routed network
    is a way out like others, and Docker chooses one of them.

    Internal networks lead nowhere: such a one beside the routed network is fine, and the other way round.

    Make one of the two `internal: true`, take the service off one of them, or update Docker to 28.
    """
    if host.daemon.version >= PRIORITIES_SINCE:
        return
    for service in host.services.values():
        ways = [host.networks[each.network] for each in service.endpoints if each.network in host.networks]
        ways = [network for network in ways if _leads_out(network)]
        routed = next((network for network in ways if is_routed(network)), None)
        other = next((network for network in ways if network is not routed), None)
        if routed is not None and other is not None:
            written = site.hosts[host.name].services[service.name]
            yield Finding(
                message=f"`{service.name}` is on `{routed.name}`, mode {routed.mode}, and on `{other.name}`, which leads out, too",
                origin=written.at("networks"),
                why='the container doesn\'t start: both give it a default route, "file exists" (Docker up to 27)',
                fix=f"write `internal: true` at `{other.name}` or `{routed.name}`, or update Docker to 28 (`docker.version`)",
                related=(
                    Related(routed.origin, f"`{routed.name}`"),
                    Related(other.origin, f"`{other.name}`"),
                ),
            )


def _leads_out(network: DockerNetwork) -> bool:
    """Whether Docker gives its containers a default route; none where it makes the parent itself."""
    return not network.internal and (network.driver not in ON_A_PARENT or network.parent is not None)
