"""LW228: two LANs with the same addresses, and two interfaces of a host on one LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose
from lanwright.plan.intervals import first_met
from lanwright.plan.kernel import path_of
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, LanPlan, Link, SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.rules.addressing.room import Room


@rule("LW228", Severity.ERROR)
def overlapping_lans(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Two LANs have the same addresses, or a host is on one LAN twice.

    A host or a router between two LANs tells them apart by their addresses alone. Where they overlap it sends all that
    is meant for the common part to one of them, and the other one's machines are out of reach. LANs that no host and
    no router joins may have the same addresses; as long as they stay apart, that is a warning.

    Two interfaces with addresses of one host on one LAN are a warning, too. The kernel answers ARP for any of the
    host's addresses on each of them (ip-sysctl, arp_ignore), and the last answer wins: the LAN finds the host now by
    one card, now by the other, packet rules for an interface's name miss half of the packets, and a cable that is
    pulled takes both addresses away. With arp_ignore=1 and arp_announce=2 each card speaks for its own address alone;
    say so under `sysctls`. An interface without an address, as a network's parent may be, keeps silent where rp_filter
    is 2, as systemd's defaults set it.

    Give each LAN a subnet of its own, and a host one interface on each: a bridge or a bond above two cards is one.
    """
    told: set[str] = set()
    room = private_room(site, plan)
    for joint in (*_joined(plan), _Joint(list(plan.lans.values()))):
        for later, earlier, subnet in _overlaps(joint.lans):
            if later.name not in told:
                told.add(later.name)
                yield Finding(
                    message=f"the LANs `{earlier.name}` and `{later.name}` have the same addresses: {subnet}",
                    origin=site.lans[later.name].at("subnet"),
                    why=f"{joint.said} sends what is meant for both to one of them" if joint.said else _APART,
                    fix=_another(room, later, subnet),
                    related=(Related(site.lans[earlier.name].at("subnet"), f"the LAN `{earlier.name}`"),),
                    severity=None if joint.said else Severity.WARNING,
                )
    for host in plan.hosts.values():
        yield from _twice(site, host)


def _another(room: Room, lan: LanPlan, subnet: Prefix) -> str:
    block = room.block(subnet, subnet.prefixlen, lan.name)
    example = f", for example {block} for `{lan.name}`" if block else ""
    return f"give one of the two another subnet{example}"


_APART = "nothing joins them now; a host or a router on both couldn't tell them apart"


class _Joint(NamedTuple):
    """LANs that one host or router is on; `said` names it, and is empty for all LANs of the site."""

    lans: list[LanPlan]
    said: str = ""


def _joined(plan: SitePlan) -> Iterator[_Joint]:
    routers: dict[str, list[LanPlan]] = {}
    for lan in plan.lans.values():
        routers.setdefault(lan.router, []).append(lan)
    for router, lans in routers.items():
        yield _Joint(lans, f"the router `{router}`")
    for host in plan.hosts.values():
        names = dict.fromkeys(link.lan for link in host.links.values() if link.lan is not None)
        yield _Joint([plan.lans[name] for name in names], f"the host `{host.name}`")


def _overlaps(lans: Iterable[LanPlan]) -> Iterator[tuple[LanPlan, LanPlan, Prefix]]:
    """Each LAN that overlaps an earlier one, with the first such and the common part: prefixes nest or lie apart."""
    held = [(subnet, (lan, subnet)) for lan in lans for subnet in lan.subnets]
    for (later, subnet), (earlier, other) in first_met(held, held):
        if later is not earlier:
            yield later, earlier, max(subnet, other)


def _twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    addressed = {item.link for item in host.addresses if item.purpose is Purpose.HOST}
    first: dict[str, Link] = {}
    for link in host.links.values():
        silent = link.lan is None or link.bridge or link.purpose is not Purpose.HOST
        if silent or not (link.dhcp or link.name in addressed) or _speaks_for_itself(host.sysctls, link):
            continue
        other = first.setdefault(link.lan or "", link)
        if other is not link:
            interfaces = site.hosts[host.name].interfaces
            yield Finding(
                message=f"`{host.name}` is on the LAN `{link.lan}` twice, with `{other.name}` and with `{link.name}`",
                origin=interfaces[link.name].at("lan"),
                why="the kernel answers ARP for both addresses on both interfaces: the LAN finds the host now by the one, now by the other",
                fix="put both cards into one bond, or set net.ipv4.conf.all.arp_ignore=1 and arp_announce=2 on the host and say so under `sysctls`",
                related=(Related(interfaces[other.name].at("lan"), f"`{other.name}` is on it"),),
                severity=Severity.WARNING,
            )


def _speaks_for_itself(sysctls: Mapping[str, str], link: Link) -> bool:
    """Whether the kernel answers ARP on it for its own addresses alone; the larger of `all` and its own counts."""
    found = {path_of(key): value for key, value in sysctls.items()}
    keys = (f"net/ipv4/conf/{name}/arp_ignore" for name in ("all", link.name))
    return any(found.get(key, "0") not in ("", "0") for key in keys)
