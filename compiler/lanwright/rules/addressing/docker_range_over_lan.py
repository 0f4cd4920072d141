"""LW202: Docker's ranges where a LAN is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.addressing.docker_ranges import Kind, docker_ranges, instead, private_room
from lanwright.rules.addressing.reach import reach
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import LanPlan, SitePlan
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

    Of a pool Docker skips what overlaps an on-link IPv4 route of the host, but only while the interface is up: after
    a boot in another order a network may get the LAN's range. That is a warning. It never skips a LAN that lies
    behind a router, nor any IPv6 range: that is an error. Docker's own default pools count where what Docker takes
    from them for docker0 and for the networks of this intent hits a LAN.

    Write a range that no LAN uses. A network that is meant to be on the LAN says so with `lan`.
    """
    lans = PrefixIndex((subnet, lan) for lan in plan.lans.values() for subnet in lan.subnets)
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        around = reach(plan, host)
        for used in docker_ranges(site.hosts[name], host, plan):
            # among that many there is one that Docker doesn't skip, if there is any
            some = islice(_hit(used, lans, around), len(around.on_link) + _SHOWN)
            hit = sorted(some, key=lambda lan: _is_skipped(used, lan, around))
            if hit:
                harmless = _is_skipped(used, hit[0], around)
                yield Finding(
                    message=f"{used.said} overlaps the LAN `{hit[0].name}` ({hit[0].subnet_of(used.prefix.version)})",
                    origin=used.origin,
                    why=_WHY_SKIPPED if harmless else _WHY[used.kind],
                    fix=_fix(used, hit[0], room),
                    related=tuple(
                        Related(site.lans[lan.name].at("subnet"), f"the LAN `{lan.name}`")
                        for lan in hit[:_SHOWN]
                    ),
                    severity=Severity.WARNING if harmless else None,
                )


_WHY_SKIPPED = (
    "Docker skips the LAN's range only while the interface is up: when it comes up later, a network has it"
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


def _is_skipped(used: DockerRange, lan: LanPlan, around: Reach) -> bool:
    """Whether Docker cuts no subnet there of itself: from a pool, where it sees an on-link IPv4 route."""
    return used.kind is Kind.POOL and used.prefix.version == 4 and (lan.name, 4) in around.on_link


def _fix(used: DockerRange, lan: LanPlan, room: Room) -> str:
    if used.attached:
        return f"write `lan: {lan.name}` if it is meant to be on that LAN; else {instead(used, room)}"
    return instead(used, room)
