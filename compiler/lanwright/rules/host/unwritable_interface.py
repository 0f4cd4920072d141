"""LW705: managed interfaces that the host's network manager has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Drop, Write
from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.beside import made_beside
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Interface, Site
    from lanwright.plan import HostPlan, Link, SitePlan


@rule("LW705", Severity.ERROR)
def unwritable_interface(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A managed interface can't be written as it is asked for.

    `managed: true` means that Lanwright writes the interface's own stanza or unit. Not everything can be written:

    - with `network: none` something else configures the interfaces (NetworkManager, netplan, a NAS). Lanwright makes
      VLANs there, and bridges over such VLANs, with their addresses; what would take a port or an address from what
      configures the host is left to that;
    - a VLAN's MTU isn't larger than that of the interface below it: "Numerical result out of range", and the VLAN
      isn't brought up. A bridge takes any MTU, and drops what is too long for a port;
    - a bond without ports never has a carrier;
    - with ifupdown a DHCP client takes the default route from its lease, though the plan has none there.

    With networkd a name isn't made of digits alone: "Interface name is not valid or too long, ignoring assignment", and the
    unit is for nothing. That is so for a shim and a network's bridge, too.

    A tunnel and, with ifupdown, a wireless interface are warnings: they are configured when they are there, but nothing
    of Lanwright's makes the tunnel or joins the wireless network. So is an MTU above an interface whose own MTU isn't
    written: it is 1500 unless somebody has set it.

    Write the interface so that it can be made, or leave `managed` out and write it by hand.
    """
    for link in host.links.values():
        if host.network == "networkd" and link.maker is Maker.LANWRIGHT and link.name.isdigit():
            yield Finding(
                message=f"`{link.name}` is a name that systemd-networkd doesn't take",
                origin=link.origin,
                why="it takes digits alone for a link's number, and passes over the lines that name it",
                fix=f"give it a name with a letter, `link{link.name}` for example",
            )
        elif link.maker is Maker.LANWRIGHT and link.purpose is Purpose.HOST:
            written = site.hosts[host.name].interfaces[link.name]
            fault = (
                _unwritten(host, link)
                or _of_kind(host, link)
                or _too_long(host, link)
                or _leased_route(plan, host, link)
            )
            if fault is not None:
                said = written.wrote(fault.key)
                yield Finding(
                    message=f"`{link.name}` {fault.message}",
                    origin=written.at(fault.key if said else "managed"),
                    why=fault.why,
                    fix=fault.fix,
                    severity=fault.severity if said or fault.key != "default_route" else Severity.WARNING,
                    edits=fault.edits(written),
                )


_UNMANAGED = "drop `managed`"


class _Fault(NamedTuple):
    """What can't be written, and the key that asks for it; `mtu` is one that can."""

    message: str
    why: str
    fix: str
    severity: Severity | None = None
    key: str = "managed"
    mtu: int | None = None

    def edits(self, written: Interface) -> tuple[Change, ...]:
        """What the fix says, as a change of the text; what isn't to be managed is made by somebody else."""
        if self.mtu is not None:
            return (Write(written.at("mtu"), self.mtu),)
        return (Drop(written.at("managed"), "managed"),) if self.fix.startswith(_UNMANAGED) else ()


def _unwritten(host: HostPlan, link: Link) -> _Fault | None:
    """Beside what else configures a host, only what takes nothing from it."""
    if host.network != "none" or link.name in made_beside(host):
        return None
    if link.dhcp and link.kind in (LinkKind.VLAN, LinkKind.BRIDGE):
        return _Fault(
            "is managed and leased, on a host with `network: none`",
            "nothing of ours asks for a lease there",
            "write its `address` instead of `dhcp`, or drop `managed` and make it with what configures the host",
            key="dhcp",
        )
    return _Fault(
        "is managed, on a host with `network: none`",
        "what configures the host's interfaces would undo it: only VLANs, and bridges over VLANs of ours, are made there",
        "drop `managed`, and make it with what configures the host's interfaces",
    )


def _of_kind(host: HostPlan, link: Link) -> _Fault | None:
    if link.kind is LinkKind.BOND and not link.ports:
        return _Fault(
            "is a managed bond without ports",
            "it never has a carrier: whatever is sent there is lost",
            "write its `ports`",
        )
    if link.kind is LinkKind.TUNNEL:
        return _Fault(
            "is a managed tunnel",
            f"{host.network} gives it its addresses once it is there, and nothing of ours makes it",
            "drop `managed`, unless something else makes the tunnel first",
            Severity.WARNING,
        )
    if link.kind is LinkKind.WIRELESS and host.network == "ifupdown":
        return _Fault(
            "is a managed wireless interface, on a host of ifupdown",
            "the stanza that is written has no `wpa-ssid`: it joins no wireless network",
            "drop `managed`, unless a service of the host's own (wpa_supplicant, iwd) joins the network",
            Severity.WARNING,
        )
    return None


_ETHERNET = 1500
"""What the kernel gives an Ethernet link."""


def _too_long(host: HostPlan, link: Link) -> _Fault | None:
    """An MTU above that of the link below; a bond gives its ports its own."""
    below = {LinkKind.VLAN: (link.parent,), LinkKind.BRIDGE: link.ports}.get(link.kind, ())
    for lower in (host.links[name] for name in below if name):
        most = lower.mtu or _ETHERNET
        if link.mtu is None or link.mtu <= most:
            continue
        sure = lower.mtu is not None or lower.maker is Maker.LANWRIGHT
        refused = 'the kernel refuses it: "Numerical result out of range"'
        dropped = f"the bridge drops what is too long for `{lower.name}`, and nobody is told"
        return _Fault(
            f"is to have an MTU of {link.mtu}, and `{lower.name}` below it has {most}",
            refused if link.kind is LinkKind.VLAN else dropped,
            f"write `mtu: {most}` at most"
            if sure
            else f"write `mtu: {link.mtu}` at `{lower.name}`, if it has that",
            None if sure else Severity.WARNING,
            key="mtu",
            mtu=most if sure else None,
        )
    return None


def _leased_route(plan: SitePlan, host: HostPlan, link: Link) -> _Fault | None:
    """A lease names the LAN's router; networkd can be told to leave it (UseGateway)."""
    lan = plan.lans.get(link.lan or "")
    routed = any(route.link == link.name and route.purpose is Purpose.DEFAULT_ROUTE for route in host.routes)
    if host.network != "ifupdown" or not link.dhcp or routed or lan is None or lan.gateway_of(4) is None:
        return None
    return _Fault(
        "has a lease and no default route",
        f"the DHCP client takes the default route from the lease, by {lan.gateway_of(4)}: the host has one too many",
        "write its `address` instead of `dhcp`, or write `network: networkd`",
        key="default_route",
    )
