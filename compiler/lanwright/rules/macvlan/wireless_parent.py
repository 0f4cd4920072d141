"""LW302: a macvlan network on a wireless interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop, Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.parents import stack
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Link


@rule("LW302", Severity.ERROR)
def wireless_parent(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan network has a wireless parent.

    A macvlan network gives each of its containers a MAC address of its own; the parent is the interface of the host
    that carries their frames. A wireless interface logs in to its access point with one MAC address, and the access
    point drops frames that come from any other (IEEE 802.11: a station speaks for itself alone).

    Nothing says so: Docker makes the network and starts the containers. They reach each other and, by a shim, the host;
    nothing that they send gets to the LAN (measured). A VLAN on the wireless interface changes nothing. Where the
    wireless interface is one of a bond's ports, the containers are cut off for as long as the bond uses it; that is a
    warning.

    Write `driver: ipvlan` instead. Its containers share the parent's MAC address and still have an IP address each;
    the access point sees one station. Its mode is `l2` unless another one is written. Or choose a wired parent.
    """
    for network in host.networks.values():
        if network.driver != "macvlan":
            continue
        for link in stack(host, network):
            if link.kind is LinkKind.WIRELESS:
                yield _finding(site, host, network, link, None)
            wireless = [port for port in link.ports if _is_wireless(host, port)]
            if wireless and link.kind is LinkKind.BOND:
                always = len(wireless) == len(link.ports)
                severity = None if always else Severity.WARNING
                yield _finding(site, host, network, host.links[wireless[0]], severity)


def _is_wireless(host: HostPlan, port: str) -> bool:
    return host.links[port].kind is LinkKind.WIRELESS


def _finding(
    site: Site, host: HostPlan, network: DockerNetwork, link: Link, severity: Severity | None
) -> Finding:
    written = site.hosts[host.name]
    by_way_of = "" if link.name == network.parent else f" (by way of `{network.parent}`)"
    return Finding(
        message=f"the macvlan network `{network.name}` is on the wireless `{link.name}`{by_way_of}",
        origin=written.networks[network.name].at("parent"),
        why="the access point drops what the containers send from MAC addresses of their own; Docker says nothing",
        fix=_fix(host, network),
        related=(Related(written.interfaces[link.name].at("kind"), f"`{link.name}` is wireless"),),
        severity=severity,
        edits=tuple(_ipvlan(site, host, network)),
    )


def _fix(host: HostPlan, network: DockerNetwork) -> str:
    """The keys of ipvlan: it has no macvlan mode and takes no MAC addresses (LW407)."""
    mode = "" if network.mode == "bridge" else f" and `mode: l2` instead of `{network.mode}`"
    with_mac = [f"`{service.name}`" for service, endpoint in host.members[network.name] if endpoint.mac]
    macs = f"; drop `mac` from {' and '.join(with_mac)}" if with_mac else ""
    return f"write `driver: ipvlan`{mode}{macs}"


def _ipvlan(site: Site, host: HostPlan, network: DockerNetwork) -> Iterator[Change]:
    """The same as changes of the text; `mode: bridge` is macvlan's word, too."""
    written = site.hosts[host.name]
    described = written.networks[network.name]
    yield Write(described.at("driver"), "ipvlan")
    if described.mode is not None:
        yield Write(described.at("mode"), "l2")
    for service, endpoint in host.members[network.name]:
        if endpoint.mac:
            yield Drop(written.services[service.name].networks[network.name].at("mac"), "mac")
