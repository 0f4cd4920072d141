"""Small intents for tests: text in, the stage's noun out."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Refused
from lanwright.intent import Site, bind
from lanwright.lower import lower
from lanwright.source import parse

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, SitePlan

LAN = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
"""
"""The beginning of most test intents: one LAN with its router and one device."""


def site_of(text: str) -> Site:
    """The typed intent."""
    return bind(parse(dedent(text), "lanwright.yaml"))


def plan_of(text: str) -> SitePlan:
    """The whole plan."""
    return lower(site_of(text))


def host_of(text: str) -> HostPlan:
    """The plan of the only host."""
    (host,) = plan_of(text).hosts.values()
    return host


def refusal_of(text: str) -> tuple[Diagnostic, ...]:
    """What source, intent or lower refuse the text with; none where they take it."""
    try:
        plan_of(text)
    except Refused as refused:
        return refused.diagnostics
    return ()


def refused_codes(text: str) -> list[tuple[str, int]]:
    """The refusal as (code, line)."""
    return [(item.code, item.origin.span.line) for item in refusal_of(text)]
