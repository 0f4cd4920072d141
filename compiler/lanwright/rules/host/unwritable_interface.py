"""LW705: managed interfaces that the host's network manager has no words for."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Link, SitePlan

BOND_MODES = (
    "balance-rr",
    "active-backup",
    "balance-xor",
    "broadcast",
    "802.3ad",
    "balance-tlb",
    "balance-alb",
)
"""What the kernel calls them (`Documentation/networking/bonding.rst`)."""


@rule("LW705", Severity.ERROR)
def unwritable_interface(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """The host's network manager has no words for a managed interface.

    `managed: true` means that Lanwright writes the interface's own stanza or unit. That can't be done everywhere:

    - with `network: none` something else configures the interfaces (NetworkManager, netplan, a NAS), and none is
      written;
    - ifupdown has no bonds of its own, only with the package ifenslave, whose stanzas Lanwright doesn't write;
    - a bond's mode must be one that the kernel knows (802.3ad, active-backup ...), or networkd ignores the line and the
      bond shares its packets out in turn (balance-rr), which switches take badly;
    - with ifupdown a DHCP client takes the default route from its lease, though the plan has none there.

    A tunnel and, with ifupdown, a wireless interface are warnings: they are configured when they are there, but nothing
    of Lanwright's makes the tunnel or joins the wireless network.

    Leave `managed` out and write the interface by hand, or have networkd configure the host.
    """
    for link in host.links.values():
        if link.maker is Maker.LANWRIGHT and link.purpose is Purpose.HOST:
            written = site.hosts[host.name].interfaces[link.name]
            fault = _unwritten(host, link) or _of_kind(host, link) or _leased_route(plan, host, link)
            if fault is not None:
                said = written.wrote(fault.key)
                yield Finding(
                    message=f"`{link.name}` {fault.message}",
                    origin=written.at(fault.key if said else "managed"),
                    why=fault.why,
                    fix=fault.fix,
                    severity=fault.severity if said or fault.key != "default_route" else Severity.WARNING,
                )


class _Fault(NamedTuple):
    """What can't be written, and the key that asks for it."""

    key: str
    message: str
    why: str
    fix: str
    severity: Severity | None = None


def _unwritten(host: HostPlan, link: Link) -> _Fault | None:
    if host.network == "none":
        return _Fault(
            "managed",
            "is managed, on a host with `network: none`",
            "interfaces are left to what else configures them there: nothing writes this one",
            "drop `managed`, and make it with what configures the host's interfaces",
        )
    if host.network == "ifupdown" and link.kind is LinkKind.BOND:
        return _Fault(
            "managed",
            "is a managed bond, on a host of ifupdown",
            "ifupdown has no bonds of its own, and no stanza is written for it",
            f"write its stanza by hand (package ifenslave: `bond-slaves {' '.join(link.ports)}`) and drop `managed`, "
            "or write `network: networkd`",
        )
    return None


def _of_kind(host: HostPlan, link: Link) -> _Fault | None:
    if link.kind is LinkKind.BOND and link.mode not in (None, *BOND_MODES):
        near = difflib.get_close_matches(link.mode or "", BOND_MODES, n=1)
        return _Fault(
            "mode",
            f"has the bond mode `{link.mode}`, which the kernel doesn't know",
            "networkd ignores the line, and the bond is of mode balance-rr",
            f"write `mode: {near[0]}`" if near else f"write one of {', '.join(BOND_MODES)}",
        )
    if link.kind is LinkKind.TUNNEL:
        return _Fault(
            "managed",
            "is a managed tunnel",
            f"{host.network} gives it its addresses once it is there, and nothing of ours makes it",
            "drop `managed`, unless something else makes the tunnel first",
            Severity.WARNING,
        )
    if link.kind is LinkKind.WIRELESS and host.network == "ifupdown":
        return _Fault(
            "managed",
            "is a managed wireless interface, on a host of ifupdown",
            "the stanza that is written has no `wpa-ssid`: it joins no wireless network",
            "drop `managed`, unless a service of the host's own (wpa_supplicant, iwd) joins the network",
            Severity.WARNING,
        )
    return None


def _leased_route(plan: SitePlan, host: HostPlan, link: Link) -> _Fault | None:
    """A lease names the LAN's router; networkd can be told to leave it (UseGateway)."""
    lan = plan.lans.get(link.lan or "")
    routed = any(route.link == link.name and route.purpose is Purpose.DEFAULT_ROUTE for route in host.routes)
    if host.network != "ifupdown" or not link.dhcp or routed or lan is None or lan.gateway_of(4) is None:
        return None
    return _Fault(
        "default_route",
        "has a lease and no default route",
        f"the DHCP client takes the default route from the lease, by {lan.gateway_of(4)}: the host has one too many",
        "write its `address` instead of `dhcp`, or write `network: networkd`",
    )
