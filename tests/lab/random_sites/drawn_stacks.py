"""Links upon links: cards, wireless cards, bonds, VLANs, bridges, each on the others as far as they go; what a guest's kernel makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw

SHAPES = (
    *("card",) * 3,
    *("wireless",) * 2,
    *("bridge",) * 2,
    *("vlan",) * 3,
    *("bond",) * 2,
    *("bond vlan", "bond bridge", "vlan bridge", "bridge vlan", "bond bridge vlan"),
)
"""From the card up; the last word carries the address."""


class Stack(NamedTuple):
    """Some links, bottom first, and the names of the topmost and of what further VLANs may stand on."""

    links: dict[str, Part]
    top: str
    trunk: str


def stacks(scene: Scene, manager: str) -> Part:
    """The interfaces of a host; a second LAN is a further VLAN on what the first has, or has a card of its own."""
    draw, grounds, number, _ = scene
    (first, ground), *others = grounds.items()
    shape = draw.one_of(*SHAPES)
    stack = _stack(draw, shape, 0)
    made = _led(draw, manager, stack, first, ground)
    for lan, further in others if number == 1 and draw.chance(70) else ():
        if shape != "wireless" and "vlan" not in shape and draw.chance(60):
            on = _vlan(draw, stack.trunk, 20)
            made |= _led(draw, manager, Stack(dict([on]), on[0], on[0]), lan, further)
        else:
            made |= _led(draw, manager, _stack(draw, draw.one_of(*SHAPES), 2), lan, further)
    return made


def _stack(draw: Draw, shape: str, nic: int) -> Stack:
    """A card, or two that are bonded, and what the shape puts upon it."""
    if shape == "wireless":
        name = f"wlan{nic}"
        return Stack({name: {"kind": "wireless"}}, name, name)
    top = f"eth{nic}"
    links: dict[str, Part] = {top: {}}
    trunk = top
    for word in shape.split():
        if word == "bond":
            links[f"eth{nic + 1}"] = {}
            top, made = (
                f"bond{nic}",
                {"kind": "bond", "ports": [top, f"eth{nic + 1}"], "mode": "active-backup"},
            )
        elif word == "vlan":
            top, made = _vlan(draw, top, 10)
        elif word == "bridge":
            top, made = f"br{nic}", {"kind": "bridge", "ports": [top]}
        else:
            continue
        links[top] = made
        trunk = trunk if "vlan" in shape else top
    return Stack(links, top, trunk)


def _vlan(draw: Draw, link: str, number: int) -> tuple[str, Part]:
    """By its name alone, or with a name of its own."""
    if draw.chance(70):
        return f"{link}.{number}", {}
    return f"v{number}{link}", {"kind": "vlan", "link": link, "id": number}


def _led(draw: Draw, manager: str, stack: Stack, lan: str, ground: Ground) -> Part:
    """The same with the LAN's address on top; the topmost link is now and then Lanwright's to make."""
    addresses = [f"{one}/{prefix}" for one, prefix in zip(ground.take("host"), ground.prefixes, strict=True)]
    made = {name: dict(link) for name, link in stack.links.items()}
    top = made[stack.top]
    top |= {"lan": lan, "address": shortest(addresses)}
    is_made = top.get("kind") in {"bridge", "bond", "vlan"} or "." in stack.top
    if is_made and draw.chance(20):
        top["managed"] = True
    ports = {port for link in made.values() for port in link.get("ports", ())}
    for name, link in made.items():
        if manager == "networkd" and name not in ports and "managed" not in link:
            link["unit"] = f"20-{name}.network"
    return made
