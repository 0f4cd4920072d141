"""LW722: IPv6 behind the NAT of a Docker that makes no packet rules for IPv6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.kernel import behind_ipv6_nat, makes_ipv6_rules
from lanwright.rules.listed import listed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan


@rule("LW722", Severity.WARNING)
def no_ipv6_rules(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Docker 26 makes no packet rules for IPv6, and a network behind its NAT has IPv6.

    Up to 26 Docker makes rules for IPv4 alone, unless daemon.json says `ip6tables` and `experimental` together; from 27
    on it makes both. Without them containers send IPv6 with their own addresses, to which no router knows the way, so
    that the LAN never answers; published ports are served by docker-proxy alone, and the container sees its gateway for
    every client (measured with 26.1); nothing keeps one network's containers from another's, nor strangers who find a way
    from any port of theirs.

    Lanwright writes both keys into daemon.json where a network behind NAT has IPv6, so that an intent means the same with
    every Docker. It can't where daemon.json isn't its own (`manage: false`), or where `experimental: false` stands in
    `settings`. `ip6tables: false` there is told as LW704.

    Write `settings: {ip6tables: true, experimental: true}`, with `manage: false` once the host's own file says so; or run
    Docker 27 or later.
    """
    daemon = host.daemon
    bridges = behind_ipv6_nat(daemon, host.networks.values())
    if makes_ipv6_rules(daemon) or "ip6tables" in daemon.settings or not bridges:
        return
    docker = site.hosts[host.name].docker
    first = host.networks.get(bridges[0])
    yield Finding(
        message=f"Docker {daemon.version} makes no IPv6 rules, and {listed([f'`{name}`' for name in bridges], 3)} of `{host.name}` "
        f"{'has' if len(bridges) == 1 else 'have'} IPv6 behind its NAT",
        origin=_place(docker),
        why="containers' IPv6 packets leave with their own addresses, and published ports lose the clients' addresses",
        fix="write `settings: {ip6tables: true, experimental: true}` here and in the host's own file, or run Docker 27"
        if not daemon.managed
        else "drop `experimental: false`, or run Docker 27",
        related=(Related(first.origin, f"`{first.name}`"),) if first is not None else (),
    )


def _place(docker: Docker) -> Origin:
    """What keeps the keys away: `experimental: false`, or a daemon.json that isn't ours."""
    return docker.at("settings", "experimental") if "experimental" in docker.settings else docker.at("manage")
