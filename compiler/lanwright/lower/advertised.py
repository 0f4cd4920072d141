"""Containers on a LAN with router advertisements keep to their own IPv6 address.

A macvlan or ipvlan container hears the router like any machine of the LAN: it makes itself a further address (SLAAC) and
then sends from that one, not from its own (measured). An option of the endpoint tells the kernel otherwise, for the
container's interface there alone (moby `api/docs/CHANGELOG.md`, API 1.46).

A container that forwards for VPN clients heeds no advertisement unless it is told to (kernel `ip-sysctl.rst`, accept_ra).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower.lans import advertises
from lanwright.plan import DockerVersion
from lanwright.plan.kernel import FORWARDING
from lanwright.plan.service import ENDPOINT_SYSCTLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Lan
    from lanwright.plan import DockerNetwork, Service

SINCE = DockerVersion(27, 0)
"""The first with API 1.46; older ones don't know the option and ignore it."""


def with_own_addresses(
    services: Mapping[str, Service],
    networks: Mapping[str, DockerNetwork],
    lans: Mapping[str, Lan],
    version: DockerVersion,
) -> dict[str, Service]:
    """The services, their endpoints told to make no further address where a router would have them."""
    if version < SINCE:
        return dict(services)
    settings = {
        name: {ENDPOINT_SYSCTLS: _setting(network)}
        for name, network in networks.items()
        if network.hears_routers and (lan := lans.get(network.lan or "")) and advertises(lan)
    }
    return {name: _told(service, settings) for name, service in services.items()}


def _setting(network: DockerNetwork) -> str:
    """No advertisement is heeded; without a gateway only their addresses aren't: they bring the default route, too."""
    routed = any(subnet.gateway for subnet in network.subnets if subnet.prefix.version == 6)
    key = "accept_ra" if routed or network.internal else "autoconf"
    return f"net.ipv6.conf.IFNAME.{key}=0"


def _told(service: Service, settings: Mapping[str, Mapping[str, str]]) -> Service:
    endpoints = tuple(
        replace(
            endpoint, options={**endpoint.options, **_heeding(service, settings.get(endpoint.network, {}))}
        )
        for endpoint in service.endpoints
    )
    return replace(service, endpoints=endpoints)


def _heeding(service: Service, settings: Mapping[str, str]) -> Mapping[str, str]:
    """Where the default route comes by advertisements, a container that forwards must still heed them."""
    if service.sysctls.get(FORWARDING[6][0]) != "1" or "autoconf" not in settings.get(ENDPOINT_SYSCTLS, ""):
        return settings
    return {ENDPOINT_SYSCTLS: f"{settings[ENDPOINT_SYSCTLS]},net.ipv6.conf.IFNAME.accept_ra=2"}
