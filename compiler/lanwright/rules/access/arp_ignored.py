"""LW605: a host that doesn't answer ARP on a shim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.kernel import path_of
from lanwright.rules.access.shims import Carried, best_way, bettered, shims
from lanwright.rules.addressing.free_addresses import FreeAddresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.plan import SitePlan
    from lanwright.rules.access.shims import Shim

STRICT = frozenset({"1", "2"})
"""Answer only for an address of the interface that was asked (kernel, `ip-sysctl.rst`)."""
NEARBY = "2"
"""And only who is in that address's prefix."""


@rule("LW605", Severity.ERROR)
def arp_ignored(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host's `arp_ignore` keeps its containers from finding it.

    A container that wants to reach its host asks by ARP who has the host's address, and the shim, the host's link
    beside the containers, hears it. The kernel usually answers for any address of the host on any of its interfaces.
    With arp_ignore 1 or 2 it answers only for addresses of the very interface that was asked: on a shim with a dummy
    address, or without one, it is silent, and the container gets "No route to host".

    A shim with an address of the LAN that isn't the host's own is found at that one, and at no other: a warning. With
    arp_ignore 2 the one who asks must be in the address's prefix, too. A shim's address is a /32, so it answers nobody.

    Write `host_access: true`: a macvlan shim then carries the host's own address, and arp_ignore 1 does no harm. Or set
    arp_ignore to 0 on the host.
    """
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        written = site.hosts[host.name]
        for shim in shims(written, host):
            key = _strict(written.sysctls, shim)
            if key is not None and 4 in shim.families and not _is_anothers(shim):
                yield from _of_shim(written, shim, key, free)


def _of_shim(written: Host, shim: Shim, key: str, free: FreeAddresses) -> Iterator[Finding]:
    carried, nearby = shim.carried(4), written.sysctls[key] == NEARBY
    if nearby and carried in (Carried.OWN, Carried.LAN):
        yield _answers_nobody(written, shim, key)
    elif carried is not Carried.OWN:
        yield Finding(
            message=f"`{key}` is {written.sysctls[key]}, and the shim of `{shim.network.name}` hasn't the host's own address",
            origin=written.at("sysctls", key),
            why=_why(shim, carried),
            fix=f"{'' if nearby else _best_way(shim, free)}set {key} to 0 on the host",
            related=(Related(shim.place(4), "the shim"),),
            severity=Severity.WARNING if carried is Carried.LAN else None,
            edits=() if shim.link.kind is LinkKind.IPVLAN else bettered(shim, free),
        )


def _answers_nobody(written: Host, shim: Shim, key: str) -> Finding:
    return Finding(
        message=f"`{key}` is 2, and the shim of `{shim.network.name}` answers only who is in the /32 of its address",
        origin=written.at("sysctls", key),
        why="with 2 the kernel asks that who asks is in the prefix of the address, too; no container is, and none finds the host",
        fix=f"set {key} to 1 or 0 on the host",
        related=(Related(shim.place(4), "the shim"),),
    )


def _is_anothers(shim: Shim) -> bool:
    """Whether LW404 says it: an ipvlan shim has an address of the LAN, or doesn't work at all."""
    return shim.link.kind is LinkKind.IPVLAN and shim.carried(4) is not Carried.LAN


def _best_way(shim: Shim, free: FreeAddresses) -> str:
    """Nothing for an ipvlan shim, which can't have the host's own address."""
    return "" if shim.link.kind is LinkKind.IPVLAN else f"{best_way(shim, free)}, or "


def _strict(sysctls: Mapping[str, str], shim: Shim) -> str | None:
    """The setting that makes the kernel strict on the shim: the larger of `all` and the interface's own counts."""
    keys = {path_of(key): key for key in sysctls}
    own = f"net/ipv4/conf/{shim.link.name}/arp_ignore"
    wanted = ["net/ipv4/conf/all/arp_ignore", own if own in keys else "net/ipv4/conf/default/arp_ignore"]
    strict = [keys[path] for path in wanted if path in keys and sysctls[keys[path]] in STRICT]
    return max(strict, key=lambda key: sysctls[key], default=None)


def _why(shim: Shim, carried: Carried) -> str:
    if carried is Carried.LAN:
        given = next(item.address.ip for item in shim.carries if item.address.version == 4)
        return f"the kernel answers on the shim for {given} alone: containers don't find the host at its other addresses"
    return (
        "the kernel answers no container that asks for the host: it has no address on the shim to answer for"
    )
