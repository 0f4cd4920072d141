"""Kernel parameters that a host needs set, and modules that bring them.

Forwarding where Docker doesn't, router advertisements where forwarding stops them, bridges that pass by the packet filter
where a packet crosses two. A parameter that is as it should be already, by the host's `sysctls` as found, is left to whoever set it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.lans import advertises
from lanwright.lower.links import leaving
from lanwright.plan import LinkKind, Module, Purpose, Sysctl
from lanwright.plan.kernel import ACCEPT_RA, BRIDGE_NETFILTER, FORWARDING, docker_forwards, path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.plan import Daemon, DockerNetwork, Link
    from lanwright.plan.values import Address, AddressWithPrefix


def sysctls(
    site: Site, host: Host, links: Mapping[str, Link], daemon: Daemon, networks: Collection[DockerNetwork]
) -> tuple[Sysctl, ...]:
    """All of them, forwarding first."""
    versions = docker_forwards(daemon, networks)
    return (
        *_forwarding(host, versions),
        *_bridged(host, networks),
        *(_advertisements(site, host, links) if 6 in versions else ()),
        *_silent(links.values()),
    )


def modules(networks: Iterable[DockerNetwork]) -> tuple[Module, ...]:
    """What must be loaded before parameters are set at boot: they come with it, at 1."""
    for network in networks:
        if network.strategy == "veth":
            why = "brings the parameters that let bridged packets pass by the packet filter, before Docker loads it"
            return (
                Module(name="br_netfilter", why=why, origin=network.origin, shows="/proc/sys/net/bridge"),
            )
    return ()


def _bridged(host: Host, networks: Iterable[DockerNetwork]) -> Iterator[Sysctl]:
    """A packet between the LAN and a container of a veth network crosses two bridges; Docker's rules are for one."""
    joined = [network for network in networks if network.strategy == "veth"]
    for version, key in BRIDGE_NETFILTER.items():
        users = [network for network in joined if version == 4 or network.ipv6]
        if users and _found(host, key) != "0":
            yield Sysctl(
                key=key,
                value="0",
                why="a packet that crosses two bridges would meet Docker's rules at each, and be dropped",
                origin=users[0].origin,
            )


def _silent(links: Iterable[Link]) -> Iterator[Sysctl]:
    """The host is found at its own bridge: what came in on the network's would be a container's to Docker's rules."""
    for link in links:
        if link.purpose is Purpose.UPLINK and link.kind is LinkKind.BRIDGE:
            yield Sysctl(
                key="net.ipv4.conf.{link}.arp_ignore",
                value="1",
                why="the LAN finds the host at its own bridge alone",
                origin=link.origin,
                link=link.name,
            )


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
