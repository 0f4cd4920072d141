"""Docker drops what comes for a container's port that it publishes nowhere; DOCKER-USER accepts it before that.

Only for containers that compose doesn't run: for those that it runs the port is published on loopback, which serves
with both of Docker's firewall backends. An accept in a table of our own wouldn't help, Docker's drop comes all the same
(measured). Docker's nftables backend has no DOCKER-USER (LW612).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.behind_nat import inside, let_through, served_at, translated
from lanwright.plan.values import host_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One accept for each port and family, of what a rule of ours has rewritten."""
    del lans
    if host.daemon.firewall_backend == "nftables":
        return
    own = frozenset(item.address.ip for item in host.addresses if item.purpose == "host")
    for service in host.services.values():
        for published in () if service.compose else translated(service):
            for version in sorted({address.version for address in served_at(published, own)}):
                found = inside(host.networks, service, version)
                if found and not let_through(service, published, version):
                    yield Rule(
                        purpose=RulePurpose.UNPUBLISHED,
                        verdict=Verdict.ACCEPT,
                        hook=Hook.FORWARD,
                        version=version,
                        comment=f"{service.name}, which Docker publishes nowhere",
                        origin=published.origin,
                        destination=(host_prefix(found[1]),),
                        port=published.to,
                        translated=True,
                    )
