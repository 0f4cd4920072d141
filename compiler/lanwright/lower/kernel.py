"""Kernel parameters that a host needs set: forwarding where Docker doesn't, router advertisements where forwarding stops them.

A parameter that is as it should be already, by the host's `sysctls` as found, is left to whoever set it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.lans import advertises
from lanwright.lower.links import leaving
from lanwright.plan import Sysctl
from lanwright.plan.kernel import ACCEPT_RA, FORWARDING, docker_forwards, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.plan import Daemon, DockerNetwork, Link
    from lanwright.plan.values import Address, AddressWithPrefix


def sysctls(
    site: Site, host: Host, links: Mapping[str, Link], daemon: Daemon, networks: Iterable[DockerNetwork]
) -> tuple[Sysctl, ...]:
    """All of them, forwarding first."""
    versions = docker_forwards(daemon, networks)
    return (*_forwarding(host, versions), *(_advertisements(site, host, links) if 6 in versions else ()))


def _forwarding(host: Host, versions: Iterable[int]) -> Iterator[Sysctl]:
    """Docker's nftables backend makes no network until somebody has switched it on (29.0 and later)."""
    if host.docker.firewall_backend != "nftables":
        return
    for version in versions:
        for key in FORWARDING[version]:
            if _found(host, key) != "1":
                yield Sysctl(
                    key=key,
                    value="1",
                    why="Docker's nftables backend makes no network without it",
                    origin=host.docker.at("firewall_backend"),
                )


def _advertisements(site: Site, host: Host, links: Mapping[str, Link]) -> Iterator[Sysctl]:
    """A host that forwards IPv6 drops router advertisements, and its default route with them, unless told not to.

    networkd heeds them itself, with the kernel's parameter at 0; another value would add routes of the kernel's.
    """
    if host.network == "networkd":
        return
    leaves_by = leaving(site, host)
    for name, interface in host.interfaces.items():
        lan = site.lans.get(interface.lan or "")
        written = not interface.dhcp and _has_ipv6(interface.address)
        bare = interface.managed and (host.network == "none" or not (interface.dhcp or interface.address))
        if lan is None or bare or links[name].bridge is not None or not advertises(lan):
            continue
        if not (written and name in leaves_by and _has_ipv6(lan.gateway)):
            yield from _heeded(host, links[name])


def _has_ipv6(items: Iterable[Address | AddressWithPrefix]) -> bool:
    return any(item.version == 6 for item in items)


def _heeded(host: Host, link: Link) -> Iterator[Sysctl]:
    setting = Sysctl(
        key=ACCEPT_RA,
        value="2",
        replaces="1",
        why="a host that forwards IPv6 drops router advertisements otherwise",
        origin=link.origin,
        link=link.name,
    )
    # What the host never heeded, it needn't heed now.
    inherited = _found(host, "net.ipv6.conf.default.accept_ra")
    if (_found(host, setting.path) or inherited) not in ("0", "2"):
        yield setting


def _found(host: Host, key: str) -> str | None:
    """A parameter's value as found on the host, where the intent tells it."""
    wanted = path_of(key)
    return next((str(value) for name, value in host.sysctls.items() if path_of(name) == wanted), None)
