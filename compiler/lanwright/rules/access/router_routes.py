"""A route that a LAN's router is to have: as a fix says it, and as a change of the text once the router has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add

if TYPE_CHECKING:
    from lanwright.change import Change
    from lanwright.intent import Lan
    from lanwright.plan.values import Address, Prefix


def said_route(to: Prefix, via: Address) -> str:
    """The key of the LAN that tells of it."""
    return f"`routes: [{{to: {_yaml(to)}, via: {_yaml(via)}}}]`"


def written_route(lan: Lan, to: Prefix, via: Address) -> Change:
    """The same as a change of the text."""
    return Add(lan.origin, {"routes": [{"to": to, "via": via}]})


def _yaml(value: object) -> str:
    text = str(value)
    return f'"{text}"' if ":" in text else text
