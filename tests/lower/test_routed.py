"""What is left to do on the LAN's router for a routed network."""

from __future__ import annotations

from lanwright.lower import lower
from tests.intents import site_of

SITE = """
version: 1
lans: {home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"], routes: ROUTES}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
    networks:
      routed: {driver: ipvlan, mode: l3, parent: eth0, subnet: [10.9.0.0/24, "fd00:9::/64"]}
"""


def commands(routes: str) -> list[tuple[str, str]]:
    """Where which command is to be typed."""
    plan = lower(site_of(SITE.replace("ROUTES", routes)))
    return [(task.where, task.command) for task in plan.tasks]


def test_the_router_needs_a_route_to_each_subnet() -> None:
    """By the host's own address of its family."""
    assert commands("[]") == [
        ("router of home", "ip route add 10.9.0.0/24 via 192.168.0.231"),
        ("router of home", "ip route add fd00:9::/64 via fd00:8::17"),
    ]


def test_a_route_that_the_intent_knows_of_is_no_task() -> None:
    """It is done."""
    assert commands("[{to: 10.9.0.0/24, via: 192.168.0.231}]") == [
        ("router of home", "ip route add fd00:9::/64 via fd00:8::17")
    ]


def test_a_route_to_somebody_else_is() -> None:
    """The router has to be told otherwise."""
    assert len(commands("[{to: 10.9.0.0/24, via: 192.168.0.9}]")) == 2
