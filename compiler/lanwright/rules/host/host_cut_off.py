"""LW708: a change that takes the host off the network while it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Link


@rule("LW708", Severity.WARNING)
def host_cut_off(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The first `install apply` takes the host off the network for a moment.

    A managed bridge or bond takes over its ports. As long as it isn't there, the host's address is on one of them, and
    a port has none: the address, the routes and the default route go before the bridge has them, and a session that
    came in that way stands still or ends. If anything goes wrong in between, nobody reaches the host any more.

    With ifupdown `install apply` makes no such bridge or bond while a port still carries an address; it says which stanza
    to take out of /etc/network/interfaces and what to type. With networkd it does the change itself. Once the bridge is
    there, applying again cuts nothing off.

    Make the first change at the host's own console, or let it be undone by itself: `install apply --rollback 120`, and
    `install confirm` when the host is still reached.
    """
    for link in host.links.values():
        carried = _carried(host, link)
        if carried and _takes_over(host, link):
            written = site.hosts[host.name].interfaces[link.name]
            yield Finding(
                message=f"`{link.name}` is made of {_listed(link.ports)} and takes over {carried}",
                origin=written.at("managed"),
                why=_WHY[host.network],
                fix="apply it the first time at the host's console, or with `install apply --rollback 120`",
                related=(Related(written.at("ports"), "its ports"),),
            )


_WHY = {
    "ifupdown": "while a port still has an address `install apply` refuses; taking it off the port cuts the host off until the bridge is up",
    "networkd": "the address leaves the port before the bridge has it: the host is cut off in between, for good if that fails",
}


def _takes_over(host: HostPlan, link: Link) -> bool:
    """A bridge or bond that our files make; what no file makes (LW705) cuts nothing off."""
    ours = link.maker is Maker.LANWRIGHT and link.purpose is Purpose.HOST
    taken = any(_was_there(host.links[port]) for port in link.ports)
    return ours and taken and host.network in _WHY and link.kind in (LinkKind.BRIDGE, LinkKind.BOND)


def _was_there(port: Link) -> bool:
    """Not a VLAN or a bond that we make: nothing is on it yet."""
    return port.maker is Maker.HOST or port.kind in (LinkKind.PHYSICAL, LinkKind.WIRELESS, LinkKind.TUNNEL)


def _carried(host: HostPlan, link: Link) -> str:
    """What of the host's own is on a link, or on what stands on it."""
    above = _standing_on(host, link)
    for item in host.addresses:
        if item.link in above and item.purpose is Purpose.HOST:
            return f"the host's address {item.address.ip}"
    leased = any(host.links[name].dhcp for name in above)
    return "the host's lease" if leased else ""


def _standing_on(host: HostPlan, link: Link) -> set[str]:
    found = {link.name}
    while more := {
        other.name
        for other in host.links.values()
        if other.purpose is Purpose.HOST
        and other.name not in found
        and found.intersection((other.parent, *other.ports))
    }:
        found |= more
    return found


def _listed(ports: tuple[str, ...]) -> str:
    return ", ".join(f"`{port}`" for port in ports)
