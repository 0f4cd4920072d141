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


def in_the_way(link: Link) -> str:
    """Fails while it is there and has what only one link can have; what is to have that can't be made until it has gone.

    One line takes it down and goes on: an address that the two have in common is away for a moment.
    """
    if not (held := ", ".join(claims(link))):
        return ""
    name = link.name
    said = f"{name} has {held} and is {_WHY}; in one line: ip link del dev {name}; sh install apply"
    return f"! ip link show dev {name} >/dev/null 2>&1 || {{ echo {quote(said)} >&2; exit 1; }}"
