"""LW615: VPN clients whose addresses are somebody else's, or to whom no reply finds back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Return
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.access.ways_back import served, unreturned
from lanwright.rules.addressing.docker_ranges import docker_ranges, private_room
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.addressing.reach import reach
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.rules.access.ways_back import Served
    from lanwright.rules.addressing.room import Room


@rule("LW615", Severity.ERROR)
def clients_out_of_reach(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """VPN clients have addresses that are somebody else's, or no reply finds back to them.

    A VPN's container gives its clients addresses of a range of its own. Who is asked by a client must know where that
    range is. Where a LAN, a pool, a Docker network or another VPN has the same addresses, the answer goes there: the
    client waits until it times out. The kernel says nothing, since each of the routes is right by itself.

    With `return: route` (the default) nothing is rewritten, and everybody sees the client itself. The LAN's router needs
    a route to the range, via the container; Lanwright can't give it one, so it is a task in the host's README.md, and a
    warning here until the intent says under `lans.<lan>.routes` that the router has it. The container's own host gets a
    route by the shim, from files of ours: it needs `host_access`, and it lets rp_filter be strict. On the host's own
    bridge it gets one by that, where its file can be written to; without, ports that Docker publishes don't answer the
    clients, since what comes back from the router passes the host twice. An ipvlan network can't do this at all: the
    kernel gives a container what is for its own address, and everything else to the host. Nor can a network behind
    Docker's NAT.

    With `return: nat` the container gives the clients its own address, and replies find back by themselves; nobody can
    begin a connection to a client then. On ipvlan that fails in mode l3s, and in the others where the parent is a bridge
    while bridged packets are filtered (`bridge-nf-call-iptables` is 1, as Docker mostly has it): the answers come past
    the container's NAT, and nobody there waits for them. Of TCP the handshake may succeed, and then nothing follows.

    Give the clients a range that nothing else uses; write the router's route into the intent once it is there; where
    there can be none, write `return: nat`.
    """
    held = PrefixIndex((item.prefix, item) for item in _held(site, plan))
    free, room = FreeAddresses(site, plan), private_room(site, plan)
    for host in plan.hosts.values():
        around = reach(plan, host).routers
        for item in served(site, host):
            meant = (
                other for other in held.overlapping(item.range) if _stands_in_the_way(other, item, around)
            )
            taken = next(meant, None)
            if taken is not None:
                yield _overlap(item, taken, room)
            if taken is None or taken.is_avoided:
                yield from unreturned(site, plan, item, free)


@dataclass(frozen=True, slots=True)
class _Held:
    """A range that is in use: a LAN, one that is avoided, one of a host's Docker, or the clients of another VPN.

    `routers` are those around its host; none where they don't matter.
    """

    prefix: Prefix
    said: str
    origin: Origin
    host: str = ""
    routers: frozenset[str] = frozenset()
    clients: Served | None = None
    is_avoided: bool = False


def _held(site: Site, plan: SitePlan) -> Iterator[_Held]:
    led = PrefixIndex((route.destination, route) for lan in plan.lans.values() for route in lan.routes)
    for name, lan in plan.lans.items():
        for subnet in lan.subnets:
            yield _Held(subnet, f"the LAN `{name}` ({subnet})", site.lans[name].at("subnet"))
    for name, host in plan.hosts.items():
        around = reach(plan, host).routers
        for item in served(site, host):
            yield _Held(item.range, item.said, item.origin, name, clients=item)
        for used in docker_ranges(site.hosts[name], host, plan):
            shadowing = any(led.overlapping(used.prefix))  # on other hosts that is LW203's
            routers = frozenset[str]() if shadowing else around
            yield _Held(used.prefix, used.said.removesuffix(","), used.origin, name, routers)
    for name, avoided in plan.avoid.items():
        for prefix in avoided:
            said = f"the range `{name}` ({prefix}) under `avoid`"
            yield _Held(prefix, said, site.at("avoid", name), is_avoided=True)


def _stands_in_the_way(other: _Held, item: Served, around: frozenset[str]) -> bool:
    """Whether these clients and the other range can't both be found.

    Two VPNs that hide their clients may give them the same addresses, and who keeps pools off the clients' own range
    by `avoid` means these clients. Other hosts' Docker matters where those hosts ask the same router.
    """
    if other.clients is not None:
        hidden = item.returned is Return.NAT and other.clients.returned is Return.NAT
        return not hidden and (other.host, other.clients.service.name) < (item.host.name, item.service.name)
    if other.is_avoided:
        return other.prefix.prefixlen < item.range.prefixlen
    if other.host in ("", item.host.name):
        return True
    return item.returned is Return.ROUTE and not around.isdisjoint(other.routers)


def _overlap(item: Served, taken: _Held, room: Room) -> Finding:
    block = room.block(item.range, item.range.prefixlen, item.origin.span)
    instead = f"give the clients a range that nothing else uses{f': {block}' if block else ''}"
    return Finding(
        message=f"{item.said} have addresses of {taken.said}",
        origin=item.origin,
        why="who answers a client sends there instead, or the client's packets never leave the container",
        fix=f"take them out of `avoid`, or {instead}" if taken.is_avoided else instead,
        related=(Related(taken.origin, taken.said),),
        severity=Severity.WARNING if taken.is_avoided else None,
        edits=(Write(item.origin, block),) if block else (),
    )
