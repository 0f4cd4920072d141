"""LW512: two networks of Docker's on one bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.joined import taken_bridges
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.joined import Taken


@rule("LW512", Severity.ERROR)
def bridge_used_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two Docker networks are on one bridge of the host's.

    A bridge belongs to one network of Docker's, the default one (`docker.bridge`) counted. It refuses the second,
    whatever its subnet: "cannot create network ... (br0): conflicts with network ... (br0): networks have same bridge
    name".

    Put the services of both on one network. A second network on the same LAN can be had by `uplink`, or by macvlan.
    """
    first: dict[str, Taken] = {}
    for taken in taken_bridges(host):
        before = first.setdefault(taken.bridge, taken)
        if before is taken:
            continue
        place = site.hosts[host.name]
        other = place.docker.at("bridge") if before.users == "the default bridge" else before.origin
        yield Finding(
            message=f"{taken.users} is on `{taken.bridge}`, and so is {before.users}",
            origin=taken.origin,
            why='Docker refuses the second: "networks have same bridge name"',
            fix=f"put its services on {before.users}"
            if before.users != "the default bridge"
            else "drop `docker.bridge`, and put containers on this network by name",
            related=(Related(other, before.users),),
        )
