"""What the LANs' switches must be told for the links that we make: tagged VLANs, cables that are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link

_GROUPED = {
    "802.3ad": (
        "one group by LACP (IEEE 802.3ad)",
        "one of the cables is used alone, since nobody answers the bond's LACP",
    ),
    **dict.fromkeys(
        ("balance-rr", "balance-xor", "broadcast"),
        (
            "one group, static",
            "the switch sees one MAC address at several ports, and sends what is for it now to the one, now to the other",
        ),
    ),
}
"""The bonds' modes that ask something of the switch, with what and why (`Documentation/networking/bonding.rst`)."""


def tasks(host: HostPlan) -> Iterator[Task]:
    """One for each VLAN and each such bond of ours; what the host has already, its switch knows."""
    for link in host.links.values():
        if link.maker is not Maker.LANWRIGHT or link.purpose is not Purpose.HOST:
            continue
        if link.kind is LinkKind.VLAN:
            yield _tagged(host, link)
        elif link.kind is LinkKind.BOND and link.mode in _GROUPED:
            asked, otherwise = _GROUPED[link.mode]
            yield Task(
                where=_switch(host, link),
                what=f"make the ports of {_cards(host, link)} {asked}",
                why=otherwise,
                origin=link.origin,
            )


def _tagged(host: HostPlan, link: Link) -> Task:
    return Task(
        where=_switch(host, link),
        what=f"carry VLAN {link.vlan}, tagged, to {_cards(host, link)}",
        why=f"the frames of {link.name} have that tag, and the switch drops what it doesn't expect",
        origin=link.origin,
    )


def _switch(host: HostPlan, link: Link) -> str:
    above = (other for other in host.links.values() if link.name in (other.parent, *other.ports))
    lan = next((item.lan for item in (link, *above) if item.lan), None)
    return f"switch of {lan or host.name}"


def _cards(host: HostPlan, link: Link) -> str:
    names = list(dict.fromkeys(_below(host, link)))
    listed = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
    return f"{host.name}'s {listed}"


def _below(host: HostPlan, link: Link) -> Iterator[str]:
    """The cards at the bottom."""
    lower = [name for name in (link.parent, *link.ports) if name]
    if not lower:
        yield link.name
    for name in lower:
        yield from _below(host, host.links[name])
