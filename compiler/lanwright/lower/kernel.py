"""Kernel parameters that a host needs set: forwarding where Docker doesn't, router advertisements where forwarding stops them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Purpose, Sysctl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, Link


def switches_forwarding_on(host: Host) -> bool:
    """Whether we must: Docker's nftables backend refuses to make networks until somebody has (29.0 and later).

    A host that forwards already, by `sysctls` as found, is left as it is.
    """
    found = host.sysctls.get("net.ipv4.ip_forward") or host.sysctls.get("net/ipv4/ip_forward")
    return host.docker.firewall_backend == "nftables" and found != "1"


def sysctls(
    site: Site, host: Host, links: Mapping[str, Link], networks: Iterable[DockerNetwork]
) -> tuple[Sysctl, ...]:
    """All of them, forwarding first."""
    ipv6 = any(network.ipv6 and network.strategy == "nat" for network in networks)
    return (*_forwarding(host, ipv6=ipv6), *(_advertisements(site, links) if ipv6 else ()))


def _forwarding(host: Host, *, ipv6: bool) -> Iterator[Sysctl]:
    if not switches_forwarding_on(host):
        return
    keys = ["net.ipv4.ip_forward"]
    keys += ["net.ipv6.conf.all.forwarding", "net.ipv6.conf.default.forwarding"] if ipv6 else []
    for key in keys:
        why = "Docker's nftables backend makes no network without it"
        yield Sysctl(key=key, value="1", why=why, origin=host.docker.at("firewall_backend"))


def _advertisements(site: Site, links: Mapping[str, Link]) -> Iterator[Sysctl]:
    """A host that forwards IPv6 drops router advertisements, and its default route with them, unless told so."""
    for link in links.values():
        lan = site.lans.get(link.lan or "")
        if (
            lan is None
            or link.purpose is not Purpose.HOST
            or not any(subnet.version == 6 for subnet in lan.subnet)
        ):
            continue
        if lan.ra is not False:
            yield Sysctl(
                key="net.ipv6.conf.{link}.accept_ra",
                value="2",
                why="a host that forwards IPv6 drops router advertisements otherwise",
                origin=link.origin,
                link=link.name,
            )
