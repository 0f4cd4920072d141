"""LW202: Docker's ranges where a LAN is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.plan.intervals import interval, network
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.plan.values import host_prefix
from lanwright.rules.addressing.docker_ranges import (
    Kind,
    docker_ranges,
    instead,
    private_room,
    replaced,
)
from lanwright.rules.addressing.reach import reach
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, LanPlan, SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.rules.addressing.docker_ranges import DockerRange
    from lanwright.rules.addressing.reach import Reach
    from lanwright.rules.addressing.room import Room

_SHOWN = 3


@rule("LW202", Severity.ERROR)
def docker_range_over_lan(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A pool, docker0 or a Docker network overlaps a LAN that the host reaches.

    Docker puts a route for each of its bridges on the host. Where a LAN has the same addresses, that route is as good
    as the LAN's own or better: the host and its containers talk to the bridge, and machines of the LAN (the router
    among them, maybe) are gone for them, while everything looks right. dockerd checks neither `bip` nor a subnet
    against the host's LANs: it starts and says nothing, and so does `docker network create`.

    When Docker cuts a pool it skips the IPv4 ranges that the host has an on-link route to (one without a router in
    between, as every LAN of its own), but only while the interface is up: after a boot in another order a network may
    get the LAN's range.

    Nor does it always skip the whole LAN. Docker also keeps clear of the host's nameservers and of smaller on-link
    routes, and since 27.0 it goes on right behind the smallest of them. With the LAN 192.168.0.0/22, the nameserver
    192.168.0.1 and the pool 192.168.0.0/16 cut into /24, networks get 192.168.1.0/24, 192.168.2.0/24 and
    192.168.3.0/24, all inside the LAN (dockerd 28.5.2). A pool over a LAN of the host's own is a warning; where a
    shim's route or one of the host's `nameservers` inside the LAN makes it certain, it is an error.

    Docker never skips a LAN that lies behind a router, nor any IPv6 range: that is an error. Docker's own default pools
    are reported only where docker0 or a network of this intent would really get a LAN's range from them.

    Write a range that no LAN uses. A network that is meant to be on the LAN says so with `lan`.
    """
    lans = PrefixIndex((subnet, lan) for lan in plan.lans.values() for subnet in lan.subnets)
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        around = reach(plan, host)
        on_link = _OnLink(around, host)
        for used in docker_ranges(site.hosts[name], host, plan):
            # among that many there is one that Docker doesn't skip, if there is any
            some = islice(_hit(used, lans, around), len(around.on_link) + _SHOWN)
            hit = sorted(some, key=lambda lan: on_link.skips(used, lan))
            if hit:
                harmless = on_link.skips(used, hit[0])
                yield Finding(
                    message=f"{used.said} overlaps the LAN `{hit[0].name}` ({hit[0].subnet_of(used.prefix.version)})",
                    origin=used.origin,
                    why=on_link.why(used, hit[0]) or _WHY[used.kind],
                    fix=_fix(used, hit[0], room),
                    related=tuple(
                        Related(site.lans[lan.name].at("subnet"), f"the LAN `{lan.name}`")
                        for lan in hit[:_SHOWN]
                    ),
                    severity=Severity.WARNING if harmless else None,
                    edits=replaced(used, room),
                )


_WHY = {
    Kind.POOL: "Docker avoids neither what lies behind a router nor any IPv6 range: a network gets it, and the LAN is gone for this host",
    Kind.BIP: "dockerd starts and says nothing; the host's route to docker0 hides the LAN's machines",
    Kind.SUBNET: "Docker makes the network and says nothing; the host's route to its bridge hides the LAN's machines",
    Kind.PREDICTED: "Docker avoids neither what lies behind a router nor any IPv6 range; the host's route to the bridge hides the LAN",
}


def _hit(used: DockerRange, lans: PrefixIndex[LanPlan], around: Reach) -> Iterator[LanPlan]:
    """The reachable LANs that a range overlaps, its network's own LAN aside (LW220)."""
    for lan in lans.overlapping(used.prefix):
        if lan.name != used.lan and around.reaches(lan, used.prefix.version):
            yield lan


class _OnLink:
    """What one host's Docker keeps clear of when it cuts pools: the host's on-link IPv4 routes."""

    def __init__(self, around: Reach, host: HostPlan) -> None:
        self._lans = {lan for lan, version in around.on_link if version == 4}
        self._goes_on_inside = host.daemon.version >= DockerVersion(27, 0)
        self._names_its_nameservers = bool(host.nameservers)
        self._kept_clear = PrefixIndex((prefix, (prefix, said)) for prefix, said in _kept_clear(host))

    def skips(self, used: DockerRange, lan: LanPlan) -> bool:
        """Whether Docker cuts no subnet there, as far as the intent tells."""
        return self._sees(used, lan) and self._inside(used, lan) is None

    def why(self, used: DockerRange, lan: LanPlan) -> str:
        """What happens to a LAN that Docker sees; empty for one that it doesn't."""
        subnet = lan.subnet_of(4)
        if subnet is None or not self._sees(used, lan):
            return ""
        met = self._inside(used, lan)
        if met is not None:
            return f"Docker goes on behind {met[0]}, and a network gets {met[1]} of the LAN"
        cut_up = used.size is not None and self._cuts_up(used.prefix, used.size, subnet)
        if cut_up and not self._names_its_nameservers:
            return "Docker skips the LAN's range only while the interface is up, and no more than a part of it where a nameserver of the host lies in it: a network gets the rest"
        return "Docker skips the LAN's range only while the interface is up: when it comes up later, a network has it"

    def _sees(self, used: DockerRange, lan: LanPlan) -> bool:
        return used.kind is Kind.POOL and used.prefix.version == 4 and lan.name in self._lans

    def _inside(self, used: DockerRange, lan: LanPlan) -> tuple[str, Prefix] | None:
        """What Docker keeps clear of inside the LAN, the first where a whole block of it follows, and that block."""
        subnet = lan.subnet_of(4)
        if subnet is None or used.size is None or not self._cuts_up(used.prefix, used.size, subnet):
            return None
        step = 1 << (32 - used.size)
        for prefix, said in self._kept_clear.within(subnet):
            start = (interval(prefix).last // step + 1) * step
            if start <= interval(subnet).last:
                return said, network(4, start, used.size)
        return None

    def _cuts_up(self, base: Prefix, size: int, subnet: Prefix) -> bool:
        """A pool that is the LAN, a part of it, or that ends with it, Docker takes for used up there."""
        pool, lan = interval(base), interval(subnet)
        smaller = size > subnet.prefixlen
        return self._goes_on_inside and smaller and pool.covers(lan) and lan.last < pool.last


def _kept_clear(host: HostPlan) -> Iterator[tuple[Prefix, str]]:
    """Routes without a router, and nameservers, each with what it is."""
    for route in host.routes:
        if route.via is None:
            yield route.destination, f"{route.destination}, which the host has a route to"
    for address in host.nameservers:
        yield host_prefix(address), f"the host's nameserver {address}"


def _fix(used: DockerRange, lan: LanPlan, room: Room) -> str:
    if used.attached:
        return f"write `lan: {lan.name}` if it is meant to be on that LAN; else {instead(used, room)}"
    return instead(used, room)
