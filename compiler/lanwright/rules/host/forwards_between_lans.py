"""LW715: a host on several LANs forwards between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan.kernel import FORWARDING, docker_forwards, forwarded, leaves_forward_open, path_of
from lanwright.plan.sides import sides
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan, SitePlan

DROPS_FORWARDS = frozenset({"ufw", "firewalld"})
"""Owners of rules that drop what is forwarded unless they are told otherwise."""


@rule("LW715", Severity.WARNING)
def forwards_between_lans(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A host on several LANs forwards from one to the other.

    Docker needs forwarding for its bridges. Where it switches that on by itself, it also sets FORWARD to DROP, and the
    host's LANs stay apart. Its nftables backend switches nothing on: Lanwright does, and drops what would cross from
    one LAN to another, which is told as an info (`--verbose`).

    Nothing keeps the LANs apart where the host forwards already (`sysctls`): Docker leaves FORWARD as it finds it, and
    Lanwright takes a host that forwards for a router. Nor where a setting keeps Docker from setting it:
    `ip-forward-no-drop`, `iptables: false`, `ip6tables: false`, and Docker 26 where it makes no IPv6 rules (LW722).
    Then every machine of one LAN that sends its packets to this host gets into the other one, guest networks and
    cameras included.

    Take the setting away, or leave forwarding to Docker. Of a host that is meant to route nothing is said: write it as
    the `gateway` of a LAN, or as `via` in a LAN's `routes`.
    """
    around = sides(host, plan.lans)
    told: set[Origin] = set()
    for version in (4, 6):
        apart = [side.name for side in around if version not in side.routed]
        if len(apart) > 1 and not DROPS_FORWARDS.intersection(host.foreign):
            for finding in _of_family(site.hosts[host.name], host, version, _listed(apart)):
                if finding.origin not in told:
                    told.add(finding.origin)
                    yield finding


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`"))


def _of_family(written: Host, host: HostPlan, version: int, lans: str) -> Iterator[Finding]:
    found = [
        name for name, value in written.sysctls.items() if path_of(name) == path_of(FORWARDING[version][0])
    ]
    if version in forwarded(host.kernel):
        yield Finding(
            message=f"this host forwards for Docker's nftables backend, and is kept from routing between {lans}",
            origin=written.docker.at("firewall_backend"),
            why="without these rules every machine of one LAN could reach the other through this host",
            severity=Severity.INFO,
        )
    elif found and str(written.sysctls[found[0]]) == "1":
        yield Finding(
            message=f"this host forwards IPv{version} already, so it routes between {lans}",
            origin=written.at("sysctls", found[0]),
            why="Docker sets FORWARD to DROP only where it switches forwarding on itself, and so do we",
            fix="take it out of the host's own sysctl files and from here; if the host is meant to route, "
            "make it the `gateway` of a LAN or the `via` of a LAN's route",
        )
    elif version in docker_forwards(host.daemon, host.networks.values()):
        yield from _left_open(written, host, version, lans)


def _left_open(written: Host, host: HostPlan, version: int, lans: str) -> Iterator[Finding]:
    key = leaves_forward_open(host.daemon, version)
    if key is not None:
        said = key in written.docker.settings
        yield Finding(
            message=f"this host will route IPv{version} between {lans}",
            origin=written.docker.at("settings", key) if said else written.docker.origin,
            why=f"Docker switches forwarding on and, by `{key}`, leaves FORWARD at ACCEPT"
            if said
            else "Docker 26 switches IPv6 forwarding on, and writes no IPv6 rules unless it is told to",
            fix=f"drop `{key}`"
            if said
            else "write `settings: {experimental: true, ip6tables: true}`, or run Docker 27 or later",
        )
