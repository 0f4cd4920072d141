"""The trace says of sites drawn at random what a real kernel with a real Docker did: each flow of each of them.

`sites/` has the intents and what was measured, written by `python -m tests.lab.random_sites.record`; a seed draws the same
site again. What they don't meet the samples' texts and the table of facts do.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from lanwright.trace import netfilter
from tests.kinds_of_host import plain
from tests.trace.as_in_the_lab import told
from tests.trace.recorded import DRAWN, measured, understood, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.trace.netfilter import At
    from lanwright.world.packet_rule import PacketRule

SOUGHT = (100, 2_000, 0.3)
"""Sites, flows, and the share of them that nobody answers."""

DOCKERS = frozenset(
    {
        "DOCKER",
        "DOCKER (nat)",
        "DOCKER-BRIDGE",
        "DOCKER-CT",
        "DOCKER-FORWARD",
        "DOCKER-ISOLATION-STAGE-1",
        "DOCKER-ISOLATION-STAGE-2",
        "DOCKER-USER",
    }
)
"""Its chains of its own, in 28; what stands in the base chains is met by all that leaves a host."""


@cache
def traced(name: str) -> str:
    """Who reaches whom by the trace."""
    return told(*understood(name))


@pytest.mark.parametrize("name", DRAWN)
def test_the_trace_agrees_with_what_was_measured(name: str) -> None:
    """Who answers, what source is seen, and who isn't answered; what isn't modelled would be a failure, too."""
    assert traced(name) == measured(name)


def test_there_are_enough_of_them() -> None:
    """With enough flows, and enough that get nowhere."""
    lines = [line for name in DRAWN for line in measured(name).splitlines() if line.startswith(" ")]
    lost = sum(" seen as " not in line for line in lines)
    sites, flows, share = SOUGHT
    assert len(DRAWN) >= sites
    assert len(lines) >= flows
    assert lost >= share * len(lines)


def test_links_that_few_kernels_make_are_among_them() -> None:
    """ipvlan in each mode and with each flag, VLANs, bonds, wireless cards, bridges and VLANs over them."""
    hosts = [host for name in DRAWN for host in plain(written(name))["hosts"].values()]
    ipvlan = [each for host in hosts for each in host["networks"].values() if each["driver"] == "ipvlan"]
    assert {each.get("mode", "l2") for each in ipvlan} == {"l2", "l3", "l3s"}
    assert {each.get("flag", "bridge") for each in ipvlan} == {"bridge", "private", "vepa"}
    kinds = {each.get("kind") for host in hosts for each in host["interfaces"].values()}
    assert kinds >= {"bond", "bridge", "vlan", "wireless"}


def test_every_chain_of_docker_s_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of each of them has matched a packet whose fate was measured."""
    met: set[str] = set()
    decide = netfilter._deciding  # noqa: SLF001 - where a chain is gone through

    def watched(
        rules: Sequence[PacketRule], chains: Mapping[str, Sequence[PacketRule]], at: At, where: str = ""
    ) -> tuple[PacketRule, str] | None:
        if any(netfilter.matches(rule, at) for rule in rules):
            met.add(where)
        return decide(rules, chains, at, where)

    monkeypatch.setattr(netfilter, "_deciding", watched)
    for name in [name for name in DRAWN if name.startswith("28-")][:30]:
        told(*understood(name))
    assert met >= DOCKERS
