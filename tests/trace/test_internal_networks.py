"""LW507 tells of exactly those internal networks whose containers a LAN's device reached, when everybody was asked."""

from __future__ import annotations

import pytest

from lanwright import pipeline
from lanwright.plan.lan import Holder
from tests.lab.probe import Answer
from tests.trace import recorded

CHOSEN = [
    name for name in (*recorded.DRAWN, "named/without-a-parent") if "internal: true" in recorded.written(name)
]


def told(name: str) -> set[str]:
    """The networks that are said to be reached."""
    findings = pipeline.judge(*recorded.understood(name))
    return {item.message.split("`")[1] for item in findings if item.code == "LW507"}


def reached(name: str) -> set[str]:
    """The internal networks with a container, on no other network, that answered somebody of a LAN at its own address."""
    _, plan = recorded.understood(name)
    claims = [claim for lan in plan.lans.values() for claim in lan.claims]
    devices = {claim.name.partition("/")[2] for claim in claims if claim.holder is Holder.DEVICE}
    answering = {
        flow.door.name
        for flow in recorded.flows(name)
        if flow.place in devices and not flow.door.published and isinstance(flow.verdict, Answer)
    }
    return {
        service.endpoints[0].network
        for host in plan.hosts.values()
        for service in host.services.values()
        if service.name in answering and len(service.endpoints) == 1
        if host.networks[service.endpoints[0].network].internal
    }


@pytest.mark.parametrize("name", CHOSEN)
def test_the_internal_networks_that_a_lan_reaches_are_told(name: str) -> None:
    """And no other."""
    assert told(name) == reached(name)


def test_there_are_such_networks() -> None:
    """On macvlan and on ipvlan."""
    assert sum(bool(reached(name)) for name in CHOSEN) >= len(["macvlan", "ipvlan"])
