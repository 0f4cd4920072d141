"""What of the kernel's only one link can have: a VLAN's number on its parent, and the parent of macvlan or of ipvlan links.

A link that is to have it comes when the one that had it, under another name, has gone: "RTNETLINK answers: File exists" for the
second VLAN, "Device or resource busy" for ipvlan beside macvlan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind

if TYPE_CHECKING:
    from lanwright.plan import Link

_NOT_BESIDE = {LinkKind.MACVLAN: LinkKind.IPVLAN, LinkKind.IPVLAN: LinkKind.MACVLAN}


def claims(link: Link) -> tuple[str, ...]:
    """What it has."""
    return tuple(_held(link, link.kind))


def displaces(link: Link) -> tuple[str, ...]:
    """The claims of other links that it can't stand beside; two macvlan links stand on one parent."""
    return tuple(_held(link, _NOT_BESIDE.get(link.kind, link.kind)))


def _held(link: Link, kind: LinkKind) -> list[str]:
    if kind is LinkKind.VLAN:
        return [f"VLAN {link.vlan} on {link.parent}"]
    return [f"{kind} on {link.parent}"] if kind in _NOT_BESIDE else []
