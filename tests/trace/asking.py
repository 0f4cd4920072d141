"""One flow of a small intent, told in the words of FACTS: `saw 192.168.0.231`, or the reason of a drop."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.trace import Flow, Trace, Verdict, trace
from lanwright.trace.meaning import askers
from lanwright.world import realise
from tests.intents import plan_of

if TYPE_CHECKING:
    from lanwright.world import World


@cache
def world_of(text: str) -> World:
    """The world of an intent, made once."""
    return realise(plan_of(text))


def traced(text: str, source: str, address: str, port: str = "") -> Trace:
    """A flow from a name to an address and a port (`80`, `53/udp`); a ping without one."""
    world = world_of(text)
    number, _, protocol = port.partition("/")
    (asking,) = askers(world, source)
    return trace(
        world,
        Flow(asking, ip_address(address), (protocol or "tcp") if port else "icmp", int(number or 0)),
    )


def said(found: Trace) -> str:
    """In a few words."""
    if found.verdict is Verdict.DELIVERED:
        return f"saw {found.seen_as}"
    return found.reason or f"not modelled: {found.missing}"


def asked(text: str, source: str, address: str, port: str = "") -> str:
    """Both at once."""
    return said(traced(text, source, address, port))
