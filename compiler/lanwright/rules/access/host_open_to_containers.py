"""LW618: what the host listens on everywhere is open to containers that have a way to the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.sockets import openings
from lanwright.rules.access.shims import Shim, shims
from lanwright.rules.listed import listed
from lanwright.rules.macvlan.ends_on_host import HOST, EndsOnHosts
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Expectation, Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.port import Port


@rule("LW618", Severity.WARNING)
def host_open_to_containers(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """The host's way to its containers opens the host to them.

    Without `host_access` a macvlan or ipvlan container reaches every machine of its LAN but its own host. With it the
    way leads in both directions: whatever the host listens on at every address (0.0.0.0, the SSH server say) and every
    port that Docker publishes without an address answers there, too. Firewall rules that name the parent (`-i eth0`)
    don't meet these packets, which come in by the shim.

    That is a warning where an expectation says that this LAN, or somebody on it, is kept from the host
    (`reach: false`): a shim into a DMZ is the DMZ's way to the host. Elsewhere it is an info (`--verbose`).

    Have the host's services listen at the addresses that they are for, and publish with an `address`; or have a rule of
    the host's own for what comes in by the shim. Where the host needs nothing of the containers, drop `host_access`.
    """
    open_ports = _open_to_all(host)
    if not open_ports:
        return
    ends = EndsOnHosts(site, plan)
    for shim in shims(site.hosts[host.name], host):
        kept = next((item for item in site.expect if _keeps_away(site, host, shim, item, ends)), None)
        yield Finding(
            message=f"containers of `{shim.network.name}` reach the host's {listed([*map(str, open_ports)], 4)} by `{shim.link.name}`",
            origin=shim.origin,
            why="the host listens there at every address, and the shim leads to it from the containers as well",
            fix=_fix(host, shim),
            related=_related(kept, next(iter(open_ports.values()))),
            severity=Severity.INFO if kept is None else Severity.WARNING,
        )


def _open_to_all(host: HostPlan) -> dict[Port, Origin]:
    """The ports that the host itself, or Docker for a container, listens on at every address."""
    own = {
        item.port: item.origin for item in host.listens if item.address is None or item.address.is_unspecified
    }
    docker = {item.port: item.published.origin for item in openings(host) if item.address.is_unspecified}
    return {**own, **docker}


def _keeps_away(site: Site, host: HostPlan, shim: Shim, expectation: Expectation, ends: EndsOnHosts) -> bool:
    """Whether an expectation keeps the shim's LAN, a machine on it or one of the network's services from the host."""
    if expectation.reach or not any(HOST in ends.on(host, text) for text in expectation.to):
        return False
    lan = shim.network.lan
    devices = site.lans[lan].devices if lan in site.lans else ()
    there = {f"lan/{lan}", *devices, *(f"{lan}/{name}" for name in devices)}
    members = {service.name for service, _ in host.members[shim.network.name]}
    return any(text in there or members.intersection(ends.on(host, text)) for text in expectation.from_)


def _related(kept: Expectation | None, listens: Origin) -> tuple[Related, ...]:
    said = (Related(kept.origin, "this keeps it from the host"),) if kept is not None else ()
    return (*said, Related(listens, "the first of these ports"))


def _fix(host: HostPlan, shim: Shim) -> str:
    elsewhere = next(
        (
            item.address.ip
            for item in host.addresses
            if item.purpose == "host" and item.address.ip not in {one.address.ip for one in shim.carries}
        ),
        None,
    )
    where = f"at {elsewhere}" if elsewhere else "at 127.0.0.1 what is for the host alone"
    return f"let it listen {where}, or drop what comes in by `{shim.link.name}` with a rule of the host's own"
