"""LW712: what configures the host's interfaces may take Docker's for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW712", Severity.INFO)
def dockers_links_managed(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The host's network manager might configure Docker's own links.

    docker0, the bridges of Docker's networks and the containers' veths come and go by themselves. A network manager
    that is told to configure every interface takes them too: a networkd file with `Name=*` puts addresses on them and
    drops Docker's when networkd restarts (systemd#28626); dhcpcd asks for a lease on each veth, gives it a 169.254
    address, and the host loses its default route (NetworkConfiguration/dhcpcd#531).

    For hosts of networkd Lanwright writes 06-lanwright-docker.network, which keeps networkd off all of them: it sorts
    before the host's files and says `Unmanaged=yes` (measured). For a host with `network: none` it writes nothing of
    that kind, since it doesn't know what is there: NetworkManager and netplan leave Docker's links alone, dhcpcd has to
    be told. ifupdown touches only what has a stanza.

    On a host of dhcpcd write `denyinterfaces veth* br-* docker*` in /etc/dhcpcd.conf.
    """
    written = site.hosts[host.name]
    if host.network == "networkd":
        yield Finding(
            message="networkd is kept off docker0, Docker's bridges and the containers' veths",
            origin=written.at("network"),
            why="a file of the host's with `Name=*` would put addresses on them, and drop Docker's at a restart",
            fix="nothing is to be done: 06-lanwright-docker.network says `Unmanaged=yes` for them",
        )
    elif host.network == "none":
        yield Finding(
            message="what configures this host's interfaces must leave Docker's alone",
            origin=written.at("network"),
            why="dhcpcd, or a file of networkd's with `Name=*`, would take docker0 and the containers' veths for its own",
            fix="for dhcpcd write `denyinterfaces veth* br-* docker*` in /etc/dhcpcd.conf; NetworkManager and netplan do so themselves",
        )
