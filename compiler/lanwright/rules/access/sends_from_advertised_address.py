"""LW620: containers that send from another IPv6 address than their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.kernel import path_of
from lanwright.plan.service import ENDPOINT_SYSCTLS
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, LanPlan, Service, SitePlan


@rule("LW620", Severity.WARNING)
def sends_from_advertised_address(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A container sends from an IPv6 address of the router's making, not from its own.

    The LAN's router advertises the LAN's IPv6 prefix, and each machine there makes itself an address of it (SLAAC). A
    macvlan or ipvlan container hears that, too: beside the address that Docker gives it, it has one that nobody chose,
    and sends from it (measured). Firewalls and access lists that know its own address don't know it, `seen_as` doesn't
    hold, and the host, which has a route to its own address alone, can't answer it.

    From Docker 27 on an option comes with each such service that tells its kernel to heed no advertisements on this
    interface (`com.docker.network.endpoint.sysctls`, `accept_ra=0`). Docker 26 knows no such option, and ignores it.

    Update Docker to 27 or later. Or, where the LAN's router doesn't advertise, write `ra: false` at the LAN.
    """
    for host in plan.hosts.values():
        for network in host.networks.values():
            lan = plan.lans.get(network.lan or "")
            if lan is not None and lan.ra and network.hears_routers:
                yield from _unwarned(site, host, network.name, lan)


def _unwarned(site: Site, host: HostPlan, network: str, lan: LanPlan) -> Iterator[Finding]:
    for service, endpoint in host.members[network]:
        if ENDPOINT_SYSCTLS not in endpoint.options and not _heeds_none(service):
            yield Finding(
                message=f"`{service.name}` makes itself an IPv6 address on `{lan.name}`, and sends from that one",
                origin=endpoint.origin,
                why=f"the router of `{lan.name}` advertises its prefix, and Docker {host.daemon.version} can't keep a container from heeding it",
                fix="update Docker to 27 or later (`docker.version`), for which an option is generated",
                related=(
                    Related(site.lans[lan.name].at("subnet"), f"the router of `{lan.name}` advertises this"),
                ),
            )


def _heeds_none(service: Service) -> bool:
    """Whether the intent itself tells the container's kernel so, which old Dockers do for an interface by its name."""
    return any(path_of(key).endswith("/accept_ra") and value == "0" for key, value in service.sysctls.items())
