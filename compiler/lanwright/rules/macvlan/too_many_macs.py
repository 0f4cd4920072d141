"""LW309: more MAC addresses than the switch, the network card or the hypervisor takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind, Purpose
from lanwright.plan.mac_addresses import filtered_by, path_up, shown_by
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, Link, SitePlan
    from lanwright.plan.mac_addresses import MacAddresses

_CARDS = frozenset({LinkKind.PHYSICAL, LinkKind.WIRELESS})


@rule("LW309", Severity.WARNING)
def too_many_macs(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A host shows more MAC addresses than its switch, its network card or its hypervisor takes.

    Each macvlan container has a MAC address of its own, each replica, and so has each shim. All of them leave by one
    cable, those on VLANs and on a bridge or a bond above it as well; the host's own is one more, whatever it has above
    that cable. Three may object:

    - the switch (`switch.macs_per_port` of the LAN): with port security a port that shows more drops the frames of
      the surplus addresses, or shuts down and takes the host along;
    - the network card (`max_macs`, the host's own among them): it filters so many addresses in hardware. With more it
      goes promiscuous by itself, and the host looks at every frame on the wire. That costs time and loses nothing; it
      needn't be switched on by hand;
    - the hypervisor of a guest (`virtual`): it knows one MAC address for a guest's port and drops frames from and to
      any other, unless the port allows promiscuous mode, MAC address changes and forged transmits.

    Counted are the containers that the intent knows. ipvlan containers share their parent's MAC address, and containers
    behind Docker's NAT show the host's.

    Allow as many on the port, and write the number as `macs_per_port`; or write `driver: ipvlan`. Where the card may be
    promiscuous, `promiscuous: true` says so.
    """
    for host in plan.hosts.values():
        for link in host.links.values():
            if link.kind in _CARDS and link.purpose is Purpose.HOST:
                yield from _for_switch(site, plan, host, link)
            if link.max_macs is not None:
                yield from _for_card(site, host, link, link.max_macs)
        yield from _for_hypervisor(site, plan, host)


def _for_switch(site: Site, plan: SitePlan, host: HostPlan, card: Link) -> Iterator[Finding]:
    seen = shown_by(host, card)
    for lan in _lans(plan, host, card):
        if seen.foreign and lan.macs_per_port is not None and seen.all > lan.macs_per_port:
            limit = site.lans[lan.name].at("switch", "macs_per_port")
            yield Finding(
                message=f"`{card.name}` shows {seen.all} MAC addresses to the switch of `{lan.name}`, which takes "
                f"{lan.macs_per_port}",
                origin=card.origin,
                why=f"{_counted(seen)}: the switch drops the frames of the surplus ones, or shuts the port down",
                fix=f"let the port have {seen.all} and write `macs_per_port: {seen.all}`, {_or_ipvlan(seen)}",
                related=(Related(limit, "what the switch takes"), *_networks(site, host, seen)),
            )


def _for_card(site: Site, host: HostPlan, link: Link, limit: int) -> Iterator[Finding]:
    seen = filtered_by(host, link)
    if seen.foreign and seen.all > limit:
        yield Finding(
            message=f"`{link.name}` is to filter {seen.all} MAC addresses, and has room for {limit}",
            origin=site.hosts[host.name].interfaces[link.name].at("max_macs"),
            why=f"{_counted(seen)}: the card goes promiscuous, and the host looks at every frame on the wire",
            fix=f"write `promiscuous: true` if it may, {_or_ipvlan(seen)}",
            edits=(Add(site.hosts[host.name].interfaces[link.name].origin, {"promiscuous": True}),),
            related=_networks(site, host, seen),
        )


def _for_hypervisor(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A guest's switch is the hypervisor's: what its ports take is said as `macs_per_port`, too."""
    unsaid = [card for card in _cards(host) if _is_unsaid(plan, host, card)] if host.virtual else []
    if not unsaid:
        return
    counts = {card: shown_by(host, card) for card in unsaid}
    card, seen = max(counts.items(), key=lambda item: item[1].foreign)
    lan = next(_lans(plan, host, card), None)
    number = (
        f"`switch: {{macs_per_port: {seen.all}}}` at `lans.{lan.name}`" if lan else "the LAN with its switch"
    )
    yield Finding(
        message=f"`{host.name}` is a guest, and shows {seen.all} MAC addresses at its port `{card.name}`",
        origin=site.hosts[host.name].at("virtual"),
        why=f"{_counted(seen)}: a hypervisor drops what comes from, and goes to, addresses that it didn't give",
        fix="allow promiscuous mode, MAC address changes and forged transmits on the guest's port, and write "
        f"{number}; {_or_ipvlan(seen)}",
        related=_networks(site, host, seen),
    )


def _cards(host: HostPlan) -> Iterator[Link]:
    return (link for link in host.links.values() if link.kind in _CARDS and link.purpose is Purpose.HOST)


def _is_unsaid(plan: SitePlan, host: HostPlan, card: Link) -> bool:
    shows = shown_by(host, card).foreign > 0
    return shows and all(lan.macs_per_port is None for lan in _lans(plan, host, card))


def _lans(plan: SitePlan, host: HostPlan, card: Link) -> Iterator[LanPlan]:
    """The LANs that a card's cable carries."""
    names = dict.fromkeys(link.lan or "" for link in path_up(host, card))
    return (plan.lans[name] for name in names if name in plan.lans)


def _counted(seen: MacAddresses) -> str:
    """`its own, 3 of real_lan and 1 shim`."""
    parts = ["its own", *(f"{count} of `{network.name}`" for network, count in seen.containers)]
    shims = len(seen.shims)
    parts += [f"{shims} {'shim' if shims == 1 else 'shims'}"] if shims else []
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _or_ipvlan(seen: MacAddresses) -> str:
    macvlan = [f"`{network.name}`" for network, _ in seen.containers if network.driver == "macvlan"]
    return (
        f"or write `driver: ipvlan` at {' and '.join(macvlan)}"
        if macvlan
        else "or put fewer containers there"
    )


def _networks(site: Site, host: HostPlan, seen: MacAddresses) -> tuple[Related, ...]:
    return tuple(
        Related(_place(site, host, network), f"{count} of them are on `{network.name}`")
        for network, count in seen.containers
    )


def _place(site: Site, host: HostPlan, network: DockerNetwork) -> Origin:
    return site.hosts[host.name].networks[network.name].at("parent")
