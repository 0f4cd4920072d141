"""LW710: Docker's own nftables backend, and what it leaves to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.plan.kernel import forwarded
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan

_FIRST = DockerVersion(29, 0)


@rule("LW710", Severity.ERROR)
def nftables_backend(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Docker's nftables backend isn't there in this version, or can't work on this host.

    Docker 29 has a firewall backend of its own for nftables (`firewall_backend: nftables`, still experimental). Older
    ones don't know the key and don't start with it: "the following directives don't match any configuration option:
    firewall-backend". So it isn't written for them, and they go on with iptables.

    The backend differs from the other one in three ways, which an info tells (`--verbose`):

    - it doesn't switch forwarding on; a network can't be made then, and dockerd itself doesn't start: "IPv4 forwarding
      is disabled: check your host's firewalling and set sysctl net.ipv4.ip_forward=1". Lanwright writes the sysctl, and
      keeps the host from routing between its LANs;
    - there is no chain DOCKER-USER (moby#49643): what stood there is without effect;
    - the iptables backend's policy DROP on FORWARD stays behind when a host changes over, and then no container gets
      anything through. `iptables -P FORWARD ACCEPT`, or a reboot, ends that.

    For the same reason it doesn't go with ufw, whose policy for FORWARD is DROP by default: in netfilter a packet must
    get through every chain, and Docker puts no accept into ufw's any more.

    Write the `version` that the host runs, or drop `firewall_backend`.
    """
    docker = site.hosts[host.name].docker
    if docker.firewall_backend != "nftables":
        return
    origin = docker.at("firewall_backend")
    if host.daemon.version < _FIRST:
        yield Finding(
            message=f"`firewall_backend: nftables` on Docker {host.daemon.version}, which has no such backend",
            origin=origin,
            why="dockerd would refuse to start with the key, so it isn't written: Docker goes on with iptables",
            fix='drop it, or write `version: "29"` if the host runs that',
            related=(Related(docker.at("version"), "the version"),) if docker.wrote("version") else (),
            edits=(Drop(origin, "firewall_backend"),),
        )
    elif "ufw" in host.foreign:
        yield Finding(
            message="Docker's nftables backend beside ufw",
            origin=origin,
            why="ufw drops what is forwarded, and Docker puts no accept into its chains any more: no container gets anything through",
            fix="drop it, or set DEFAULT_FORWARD_POLICY=ACCEPT in /etc/default/ufw and take `ufw` out of `foreign`",
            related=(Related(site.hosts[host.name].at("foreign"), "ufw"),),
            edits=(Drop(origin, "firewall_backend"),),
        )
    else:
        yield Finding(
            message=f"Docker's nftables backend: no DOCKER-USER, {_forwarding(host)}",
            origin=origin,
            why="where the iptables backend ran before, its policy DROP on FORWARD stays and keeps containers from everything",
            fix="after a change from the iptables backend type `iptables -P FORWARD ACCEPT`, or reboot the host",
            severity=Severity.INFO,
        )


def _forwarding(host: HostPlan) -> str:
    versions = " and ".join(f"IPv{version}" for version in forwarded(host.kernel))
    return (
        f"{versions} forwarding is switched on by a sysctl file of ours"
        if versions
        else "forwarding is left as it is"
    )
