"""What brings a link into being: `.netdev` files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind
from lanwright.targets.networkd.places import can_be_made, is_ours
from lanwright.targets.networkd.syntax import Section, section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link
    from lanwright.targets.networkd.syntax import Pair

_MADE = frozenset(
    {LinkKind.BRIDGE, LinkKind.BOND, LinkKind.VLAN, LinkKind.MACVLAN, LinkKind.IPVLAN, LinkKind.VETH}
)


def devices(host: HostPlan) -> Iterator[tuple[Link, tuple[Section, ...]]]:
    """Each link that networkd makes for us, with what says so; a veth pair is said once, for its first end."""
    ends: set[str] = set()
    for link in host.links.values():
        made = is_ours(link) and link.kind in _MADE and can_be_made(host, link)
        if made and link.name not in ends:
            yield link, device(link)
        if link.kind is LinkKind.VETH and link.parent:
            ends.add(link.parent)


def device(link: Link) -> tuple[Section, ...]:
    """What a `.netdev` file says of a link."""
    kind = section("NetDev", (("Name", link.name), ("Kind", link.kind.value)))
    of_kind = tuple(_of_kind(link))
    return (kind, section(_SECTIONS[link.kind], of_kind)) if of_kind else (kind,)


_SECTIONS = {
    LinkKind.BOND: "Bond",
    LinkKind.VLAN: "VLAN",
    LinkKind.MACVLAN: "MACVLAN",
    LinkKind.IPVLAN: "IPVLAN",
    LinkKind.VETH: "Peer",
}


def _of_kind(link: Link) -> Iterator[Pair]:
    match link.kind:
        case LinkKind.BOND:
            yield "Mode", link.mode
            # Without it a bond doesn't notice that a cable is out (Documentation/networking/bonding.rst).
            yield "MIIMonitorSec", "100ms"
        case LinkKind.VLAN:
            yield "Id", link.vlan
        case LinkKind.MACVLAN:
            yield "Mode", link.mode
        case LinkKind.IPVLAN:
            yield "Mode", link.mode and link.mode.upper()
            yield "Flags", link.flag
        case LinkKind.VETH:
            yield "Name", link.parent
