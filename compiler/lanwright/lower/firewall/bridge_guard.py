"""A LAN whose bridge is a network of Docker's gets into no other LAN of the host by that.

Docker accepts all that comes in by a bridge of its own, for containers may send anywhere. On the host's own bridge that
is the whole LAN: a machine there that sends its packets to this host would get into the host's other LANs, whatever
FORWARD's policy is (measured). A host that forwards anyway, or is the LAN's router, is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.joined import taken_bridges
from lanwright.plan.kernel import FORWARDING, path_of
from lanwright.plan.sides import sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One for each such bridge and family; Docker's nftables backend leaves forwarding to us, and that guard is there already."""
    around = sides(host, lans)
    seen: set[tuple[str, int]] = set()
    for taken in taken_bridges(host):
        for version in taken.versions:
            apart = [side for side in around if version not in side.routed]
            own = next((side for side in apart if taken.bridge in side.links), None)
            outputs = tuple(link for side in apart if side is not own for link in side.links)
            if own is None or not outputs or (own.name, version) in seen or _forwards(host, version):
                continue
            seen.add((own.name, version))
            yield Rule(
                purpose=RulePurpose.BRIDGE_GUARD,
                verdict=Verdict.DROP,
                hook=Hook.FORWARD,
                version=version,
                comment=f"this host is no router for {own.name}",
                origin=taken.origin,
                inputs=own.links,
                outputs=outputs,
            )


def _forwards(host: HostPlan, version: int) -> bool:
    """As it was found, or because of us, with a guard of its own."""
    wanted = FORWARDING[version][0]
    found = any(
        path_of(name) == path_of(wanted) and str(value) == "1" for name, value in host.sysctls.items()
    )
    return found or any(setting.key == wanted for setting in host.kernel)
