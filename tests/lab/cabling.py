"""How a host's interfaces lead to LANs: which cards are plugged in where, and how its owner has put links upon links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.vlan import split_vlan_name
from tests.lab import networkd, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent.host import Host
    from lanwright.intent.interface import Interface

Cabled = tuple[str | None, dict[int, str]]
"""The LAN that a card is on, and those that it has tagged, by their VLAN's number."""


def cables(host: Host) -> dict[str, Cabled]:
    """Give each card that leads to a LAN; a VLAN leads there by the cards below it, with a tag."""
    found: dict[str, Cabled] = {}
    for lan, name, made_vlan in (*_leading(host), *_led_by_docker(host)):
        for card, vlan in _cards(host, name, made_vlan):
            untagged, tagged = found.get(card, (None, {}))
            if vlan is None:
                found[card] = lan, tagged
            else:
                found[card] = untagged, {**tagged, vlan: lan}
    return found


def _leading(host: Host) -> Iterator[tuple[str, str, int | None]]:
    """Give each LAN with the interface that is on it."""
    for name, interface in host.interfaces.items():
        if interface.lan is not None and interface.kind != "tunnel":
            yield interface.lan, name, None


def _led_by_docker(host: Host) -> Iterator[tuple[str, str, int | None]]:
    """Give each LAN that is only there on a VLAN which Docker makes, and where it makes it."""
    for network in host.networks.values():
        link, number = split_vlan_name(network.parent or "")
        if network.lan is not None and network.parent not in host.interfaces and link in host.interfaces:
            yield network.lan, link, number


def _cards(host: Host, name: str, vlan: int | None) -> Iterator[tuple[str, int | None]]:
    interface = host.interfaces[name]
    link, number = vlan_of(name, interface)
    if link is not None:
        assert vlan is None, f"{name}: the lab has no tag within a tag"
        yield from _cards(host, link, number)
    for port in interface.ports:
        yield from _cards(host, port, vlan)
    if link is None and not interface.ports:
        yield name, vlan


def vlan_of(name: str, interface: Interface) -> tuple[str | None, int | None]:
    """Give the link that a VLAN is on and its number; nothing for what is no VLAN."""
    link, number = split_vlan_name(name)
    if interface.kind == "vlan" or (interface.kind is None and link):
        return interface.link or link, number if interface.id is None else interface.id
    return None, None


def vlans_on(host: Host, name: str) -> list[str]:
    """Give the host's own VLANs on a link."""
    return [
        other
        for other, each in host.interfaces.items()
        if not each.managed and vlan_of(other, each)[0] == name
    ]


def card_below(host: Host, name: str) -> str | None:
    """Give the first card below a link; none below a VLAN, whose addresses aren't on the card before it is made."""
    interface = host.interfaces[name]
    if vlan_of(name, interface)[0] is not None:
        return None
    return card_below(host, interface.ports[0]) if interface.ports else name


def stanza(name: str, interface: Interface) -> str:
    """Give what makes an interface in its owner's stanza."""
    link, number = vlan_of(name, interface)
    if link is not None and number is not None:
        return shapes.vlan(link, number)
    if interface.kind == "wireless":
        return shapes.wireless(name)
    if interface.kind == "bond":
        return shapes.bond(interface.ports, interface.mode or "balance-rr")
    return shapes.bridge(interface.ports) if interface.ports else ""


def unit(name: str, interface: Interface) -> networkd.Made | None:
    """Give the same for networkd."""
    _, number = vlan_of(name, interface)
    if number is not None:
        return networkd.Made("vlan", (f"Id={number}",))
    if interface.kind == "bond":
        mode = interface.mode or "balance-rr"
        return networkd.Made("bond", (f"Mode={mode}", "MIIMonitorSec=100ms"), interface.ports)
    return networkd.Made("bridge", (), interface.ports) if interface.ports else None
