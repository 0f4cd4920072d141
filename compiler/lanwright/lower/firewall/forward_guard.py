"""A host with several LANs doesn't become a router between them because forwarding was switched on for containers.

Docker sets FORWARD to DROP only where it switched forwarding on itself; its nftables backend leaves both to us. So
where we switch it on, what comes in from one LAN doesn't leave for another: as it was before. Containers aren't
touched, nor is a LAN that this host is the router of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.kernel import forwarded
from lanwright.plan.sides import Side, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One rule for each family that we forward and each side that this host isn't the router of."""
    around = sides(host, lans)
    for version in forwarded(host.kernel):
        kept_apart = [side for side in around if version not in side.routed]
        for side in kept_apart:
            outputs = tuple(link for other in kept_apart if other is not side for link in other.links)
            if outputs:
                yield _guard(host, side, outputs, version)


def _guard(host: HostPlan, side: Side, outputs: tuple[str, ...], version: int) -> Rule:
    return Rule(
        purpose=RulePurpose.FORWARD_GUARD,
        verdict=Verdict.DROP,
        hook=Hook.FORWARD,
        version=version,
        comment=f"this host is no router for {side.name}",
        origin=host.origin,
        inputs=side.links,
        outputs=outputs,
    )
