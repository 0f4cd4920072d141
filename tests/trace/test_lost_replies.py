"""LW508 and LW626 tell of exactly those LANs that didn't answer a container behind its host, when everybody was asked.

Each of the recorded sites where a network or a service leaves with another address than Docker's masquerading would give.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lanwright import pipeline
from lanwright.plan.lan import Holder
from tests.lab.doors import PORT
from tests.lab.probe import Answer
from tests.trace import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, SitePlan

MAY_LOSE = ("leaves_as", "masquerade", "gateway_mode", "143.91")
"""Words of an intent: the last is of shims with a dummy address."""

CHOSEN = [
    name
    for name in (*recorded.DRAWN, "named/answers-from-other-lans", "named/answers-to-a-strict-host")
    if any(word in recorded.written(name) for word in MAY_LOSE)
]
TOLD = re.compile(r"`(?P<who>[^`]+)` .*, and .*(on|router of|from) `(?P<lan>[^`]+)`")


class Lost(NamedTuple):
    """A service that a LAN doesn't answer."""

    service: str
    lan: str


@pytest.mark.parametrize("name", CHOSEN)
def test_the_lans_that_don_t_answer_are_told(name: str) -> None:
    """And no other."""
    site, plan = recorded.understood(name)
    findings = [item for item in pipeline.judge(site, plan) if item.code in {"LW508", "LW626"}]
    told = {(found["who"], found["lan"]) for item in findings if (found := TOLD.match(item.message))}
    assert lost(name) == {
        each for each in _asked(plan) if {(each.service, each.lan), (_way(plan, each), each.lan)} & told
    }


def test_both_are_met() -> None:
    """There are sites with lost replies, and with none."""
    losing = [name for name in CHOSEN if lost(name)]
    assert 0 < len(losing) < len(CHOSEN)


@cache
def lost(name: str) -> frozenset[Lost]:
    """What was measured of a site."""
    return frozenset(_lost(name, recorded.understood(name)[1]))


def _asked(plan: SitePlan) -> Iterator[Lost]:
    """Services whose way out is a bridge of Docker's own, with each LAN of their host that they don't stand on."""
    for host in plan.hosts.values():
        lans = {link.lan for link in host.links.values() if link.lan is not None}
        for service in host.services.values():
            networks = [host.networks[endpoint.network] for endpoint in service.endpoints]
            stands = {network.lan for network in networks}
            way = host.networks.get(service.ways_out.get(4, ""))
            if way is not None and way.strategy == "nat":
                yield from (Lost(service.name, lan) for lan in sorted(lans - stands))


def _way(plan: SitePlan, asked: Lost) -> str:
    return _host(plan, asked.service).services[asked.service].ways_out[4]


def _host(plan: SitePlan, service: str) -> HostPlan:
    return next(host for host in plan.hosts.values() if service in host.services)


def _lost(name: str, plan: SitePlan) -> Iterator[Lost]:
    """Those that no device of the LAN answered, though it answers their host."""
    answered: dict[tuple[str, str], bool] = {}
    devices = {
        claim.name.partition("/")[2]: lan.name
        for lan in plan.lans.values()
        for claim in lan.claims
        if claim.holder is Holder.DEVICE
    }
    for flow in recorded.flows(name):
        door = flow.door
        if door.name in devices and door.port == PORT and ":" not in door.address:
            key = (flow.place, devices[door.name])
            answered[key] = answered.get(key, False) or isinstance(flow.verdict, Answer)
    for each in _asked(plan):
        host = _host(plan, each.service).name
        if answered.get((host, each.lan)) and not answered.get((each.service, each.lan), True):
            yield each
