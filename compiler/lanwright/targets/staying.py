"""A link that carries the host is never taken down: the session that installs may come in by it. Its owner is told how to."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from lanwright.targets.claims import claims

if TYPE_CHECKING:
    from lanwright.plan import Link

_WHY = "left up, since this session may come in by it"


def left_up(name: str) -> str:
    """What is said where its step is undone."""
    return f"{name} is {_WHY}; to take it down: ip link del dev {name}"


def stays(link: Link) -> str:
    """Fails while it is there and has what only one link can have; what is to have that can't be made until it has gone.

    One line takes it down and goes on: an address that the two have in common is away for a moment.
    """
    held = ", ".join(claims(link))
    said = f"{link.name} has {held} and is {_WHY}; in one line: {_gone(link)}; sh install apply"
    return f"! {is_there(link)} || {{ echo {quote(said)} >&2; exit 1; }}" if held else ""


def clear(link: Link) -> str:
    """Takes it down where it has that, whoever's session comes in."""
    return f"! {is_there(link)} || {_gone(link)}" if claims(link) else ""


def is_there(link: Link) -> str:
    """A VLAN, under its number."""
    return (
        f"ip -d -o link show dev {link.name} 2>/dev/null | grep -qF ' vlan protocol 802.1Q id {link.vlan} '"
    )


def _gone(link: Link) -> str:
    return f"ip link del dev {link.name}"
