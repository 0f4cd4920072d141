"""LW725: an MTU that is too small for IPv6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import Maker, Owner, Purpose
from lanwright.plan.mtu import OPTION, of_bridge, of_docker0
from lanwright.rules.bridges.option_place import option_place
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan

LEAST = 1280
"""RFC 8200, section 5."""


@rule("LW725", Severity.ERROR)
def mtu_below_ipv6(site: Site, host: HostPlan) -> Iterator[Finding]:
    """An interface or a network with IPv6 has an MTU below 1280.

    IPv6 asks of every link that it carries packets of 1280 bytes, and the kernel takes a link of less for one without
    IPv6: its folder in /proc/sys/net/ipv6/conf isn't there. Docker makes no such network ("Cannot read IPv6 setup for
    bridge br-shop: open /proc/sys/net/ipv6/conf/br-shop/disable_ipv6: no such file or directory"), and with such a `mtu`
    in daemon.json and IPv6 on docker0 it doesn't start. An interface doesn't get its IPv6 address.

    Write 1280 or more, or leave IPv6 out.
    """
    docker = site.hosts[host.name].docker
    said = of_docker0(host)
    if (
        said is not None
        and said < LEAST
        and any(subnet.prefix.version == 6 for subnet in host.daemon.docker0)
    ):
        yield _finding("docker0", said, docker.at("settings", "mtu"), "dockerd doesn't start")
    for network in host.networks.values():
        ours = network.driver == "bridge" and network.owner is not Owner.EXTERNAL
        if ours and network.ipv6 and of_bridge(network) < LEAST:
            place = option_place(site, host, network, OPTION, "mtu")
            yield _finding(f"`{network.name}`", of_bridge(network), place, _NO_NETWORK)
    yield from _links(site, host)


_NO_NETWORK = 'Docker makes no such network: "Cannot read IPv6 setup for bridge"'


def _links(site: Site, host: HostPlan) -> Iterator[Finding]:
    ipv6 = {item.link for item in host.addresses if item.address.version == 6}
    for link in host.links.values():
        ours = link.maker is Maker.LANWRIGHT and link.purpose is Purpose.HOST
        if ours and link.mtu is not None and link.mtu < LEAST and link.name in ipv6:
            place = site.hosts[host.name].interfaces[link.name].at("mtu")
            yield _finding(f"`{link.name}`", link.mtu, place, "the kernel gives it no IPv6 address then")


def _finding(name: str, mtu: int, place: Origin, why: str) -> Finding:
    return Finding(
        message=f"{name} has IPv6, and an MTU of {mtu}",
        origin=place,
        why=why,
        fix=f"write {LEAST} or more",
    )
