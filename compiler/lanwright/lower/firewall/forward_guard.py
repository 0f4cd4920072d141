"""A host with several LANs doesn't become a router between them because forwarding was switched on for containers.

Docker sets FORWARD to DROP only where it switched forwarding on itself; its nftables backend leaves that to us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Hook, Purpose, Rule, RulePurpose, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """One rule for each LAN and family: what comes in from it doesn't leave for another."""
    if not host.switches_forwarding_on or _routes_by_intent(host, lans):
        return
    links = _links_by_lan(host)
    for lan, inputs in links.items():
        outputs = tuple(link for other, found in links.items() if other != lan for link in found)
        for version in (4, 6) if outputs else ():
            yield Rule(
                purpose=RulePurpose.FORWARD_GUARD,
                verdict=Verdict.DROP,
                hook=Hook.FORWARD,
                version=version,
                comment=f"this host is no router for {lan}",
                origin=host.origin,
                inputs=inputs,
                outputs=outputs,
            )


def _links_by_lan(host: HostPlan) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for link in host.links.values():
        if link.lan is not None and link.purpose is Purpose.HOST:
            found[link.lan] = (*found.get(link.lan, ()), link.name)
    return found


def _routes_by_intent(host: HostPlan, lans: dict[str, LanPlan]) -> bool:
    """A host that is the gateway of one of its LANs is meant to route."""
    own = {item.address.ip for item in host.addresses if item.purpose == "host"}
    return any(gateway in own for name in _links_by_lan(host) for gateway in lans[name].gateways)
