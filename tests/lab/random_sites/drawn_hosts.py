"""A host: what configures it, what its interfaces are, what it listens on, its Docker daemon."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw

LISTENS = ("22/tcp", "80/tcp", "9100/tcp", "53/udp")
SYSCTLS = (
    {"net.ipv4.conf.all.rp_filter": 1},
    {"net.ipv4.conf.all.rp_filter": 2},
    {"net.ipv4.ip_forward": 1},
    {"net.ipv4.conf.all.arp_ignore": 1},
    {"net.ipv4.conf.all.arp_announce": 2},
)


Interfaces = Callable[[Scene, str], Part]
"""What draws a host's interfaces, for what configures it."""


def interfaces(scene: Scene, manager: str) -> Part:
    """A card for each LAN and what is on it; the second host is on the first LAN alone."""
    draw, grounds, number, _ = scene
    made: Part = {}
    for nic, (lan, ground) in enumerate(grounds.items()):
        if nic == 0 or (number == 1 and draw.chance(60)):
            made |= _interfaces(draw, manager, f"eth{nic}", lan, ground)
    return made


def host(scene: Scene, leading: Interfaces = interfaces) -> Part:
    """A host without networks and services yet."""
    draw, _, number, docker = scene
    manager, firewall = draw.one_of("ifupdown", "networkd", "none"), draw.one_of("nftables", "iptables")
    made: Part = {"network": manager, "firewall": firewall, "interfaces": leading(scene, manager)}
    made["listens"] = _listens(draw, made)
    if draw.chance(15):
        made["sysctls"] = dict(draw.one_of(*SYSCTLS))
    made["docker"] = _docker(draw, number, docker)
    return made


def _interfaces(draw: Draw, manager: str, nic: str, lan: str, ground: Ground) -> Part:
    """What leads to a LAN: mostly the card itself or a bridge on it; now and then what only some kernels have."""
    numbers = ground.take("host")
    addresses = [f"{one}/{prefix}" for one, prefix in zip(numbers, ground.prefixes, strict=True)]
    kind = draw.one_of(*["card"] * 5, *["bridge"] * 5, "vlan") if draw.chance(60) else "card"
    if kind == "vlan" and draw.chance(35):
        kind = "bond"
    on_lan: Part = {"lan": lan, "address": shortest(addresses)}
    managed = kind == "bridge" and manager != "none" and draw.chance(15)
    name = {
        "card": nic,
        "bridge": nic.replace("eth", "br"),
        "vlan": f"{nic}.10",
        "bond": nic.replace("eth", "bond"),
    }[kind]
    if manager == "networkd" and not managed:
        on_lan["unit"] = f"20-{name}.network"
    if kind == "bridge":
        on_lan = {"kind": "bridge", "ports": [nic], **on_lan}
    if kind == "bond":
        second = f"{nic}b"
        on_lan = {"kind": "bond", "ports": [nic, second], "mode": "active-backup", **on_lan}
        return {nic: {}, second: {}, name: on_lan}
    if managed:
        on_lan["managed"] = True
    return {name: on_lan} if kind == "card" else {nic: {}, name: on_lan}


def _listens(draw: Draw, made: Part) -> list[str]:
    listens = ["22/tcp"]
    if draw.chance(40):
        port = draw.one_of(*LISTENS[1:])
        addresses = [each["address"] for each in made["interfaces"].values() if "address" in each]
        own = addresses[0] if isinstance(addresses[0], str) else addresses[0][0]
        listens.append(draw.one_of(port, f"{own.partition('/')[0]}:{port}", f"0.0.0.0:{port}"))
    return listens


def _docker(draw: Draw, number: int, docker: str) -> Part:
    made: Part = {"version": docker}
    if draw.chance(40):
        made["bip"] = f"10.200.{number}.1/24"
    if draw.chance(45):
        made["default_address_pools"] = [
            {"base": f"10.{200 + number}.0.0/16", "size": draw.one_of(24, 26, 20)}
        ]
        if draw.chance(20):
            made["default_address_pools"].append({"base": f"10.21{number}.0.0/20", "size": 24})
    if draw.chance(20):
        made["userland_proxy"] = False
    if draw.chance(10):
        made["settings"] = {"log-driver": "local"}
    return made
