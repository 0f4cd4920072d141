"""A VLAN of Lanwright's with an address of the host's own: `install` takes it down by no change, for a session may come in by it.

What its owner has to type is told; a session goes on through that where the host keeps its address. Only with

    LANWRIGHT_LAB_ALL=1 .venv/bin/python -m pytest tests/lab/upgrade/test_own_vlan.py
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.lab import networkd, sample
from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.probe import Answer
from tests.lab.session import session
from tests.lab.upgrade.links import both_numbers
from tests.lab.upgrade.upgrade import SSH, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tests.lab.session import Session
    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not os.environ.get("LANWRIGHT_LAB_ALL"), reason="only with LANWRIGHT_LAB_ALL=1"),
]

OLD, NEW, THERMOSTAT = "192.168.20.231", "192.168.20.232", "192.168.20.50"
INTENT = f"""
version: 1
lans:
  home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, router: edge, devices: {{laptop: 192.168.0.50}}}}
  things: {{subnet: 192.168.20.0/24, gateway: 192.168.20.1, router: edge, devices: {{thermostat: {THERMOSTAT}}}}}
hosts:
  dock1:
    network: MANAGER
    interfaces:
      eth0: {{lan: home, address: 192.168.0.231/22, unit: 20-lan.network}}
      things0: {{kind: vlan, link: eth0, id: 20, lan: things, address: {OLD}/24, managed: true}}
    listens: [22/tcp]
"""
ONE_LINE = re.compile(r"in one line: (.+)$", re.MULTILINE)
ADDRESS_ALONE = re.compile(r"; or to take an address alone away: ([^\n]+)")
ALL_OF_IT = re.compile(r"is left up, .+ to take it down: (ip link del dev \w+)")


def intent(manager: str) -> str:
    """The first intent for a kind of host."""
    text = INTENT.replace("MANAGER", manager)
    return text if manager == "networkd" else text.replace(", unit: 20-lan.network", "")


@pytest.fixture(scope="module", params=["networkd", "ifupdown", "none"])
def renamed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A host that has the VLAN, and a tree in which that has another name."""
    text = intent(request.param)
    with upgrade(text, text.replace("things0", "cams0"), tmp_path_factory.mktemp("out")) as scene:
        scene.begin()
        yield scene


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A host without a manager that we know, and a tree in which its address on the VLAN is another."""
    text = intent("none")
    with upgrade(text, text.replace(OLD, NEW), tmp_path_factory.mktemp("out")) as scene:
        scene.begin()
        yield scene


@pytest.fixture(scope="module")
def renumbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A host of networkd, and a tree in which its VLAN has another number; the switch carries both."""
    text = intent("networkd")
    folder = tmp_path_factory.mktemp("out")
    with upgrade(text, text.replace("id: 20", "id: 30"), folder, both_numbers) as scene:
        scene.begin()
        yield scene


def assert_reached_at(scene: Upgrade, *addresses: str) -> None:
    """There, as what it is, by its neighbours on the VLAN."""
    answer = Answer("dock1", seen_as=THERMOSTAT)
    assert_answers(scene.site, {("thermostat", address, 22, "tcp"): answer for address in addresses})


def session_to(scene: Upgrade) -> AbstractContextManager[Session]:
    """One from a neighbour, to the address that the first tree gives it."""
    return session(scene.site.lab, scene.site.devices["thermostat"], OLD, SSH)


def assert_next_after(scene: Upgrade, line: str) -> None:
    """With this line, and what it leaves to the host's owner, the host is what the next tree says."""
    said = scene.host.attempt(f"cd {scene.next.place} && {line}")
    assert said.rc == 0, said.text
    sample.do_what_is_left(scene.host, said.stdout)
    assert_as_compiled(scene.site, scene.next.plan)


def assert_removed(scene: Upgrade) -> None:
    """What is left up is named, and the host is as before when its owner has taken it down: networkd's notice does both."""
    said = scene.install(scene.host, scene.next, "remove")
    sample.do_what_is_left(scene.host, said.stdout)
    for line in ALL_OF_IT.findall(said.stdout):
        scene.host.run(line)
    scene.assert_as_before()
    scene.assert_nobody_was_cut_off()


def test_the_host_is_within_reach_when_another_name_is_taken_back(renamed: Upgrade) -> None:
    """Nobody may be there to type what a person had typed."""
    said = renamed.install(renamed.host, renamed.next, "apply")
    (line,) = ONE_LINE.findall(said.stderr)
    said = renamed.host.attempt(f"cd {renamed.next.place} && {line} --rollback 600")
    assert said.rc == 0, said.text
    sample.do_what_is_left(renamed.host, said.stdout)
    assert_reached_at(renamed, OLD)
    said = renamed.install(renamed.host, renamed.next, "rollback")
    assert said.rc == 0, said.text
    assert_as_compiled(renamed.site, renamed.first.plan)
    assert_reached_at(renamed, OLD)


def test_another_name_needs_a_line_that_is_told_and_a_session_lives_through_it(renamed: Upgrade) -> None:
    """Before that nothing was changed."""
    with session_to(renamed) as one:
        said = renamed.install(renamed.host, renamed.next, "apply")
        assert said.rc == 1, said.text
        assert "things0 has VLAN 20 on eth0 and is left up" in said.stderr
        assert said.stderr.endswith("nothing was changed\n")
        assert_as_compiled(renamed.site, renamed.first.plan)
        (line,) = ONE_LINE.findall(said.stderr)
        assert_next_after(renamed, line)
        assert one.is_alive()
    assert_reached_at(renamed, OLD)
    assert_removed(renamed)


def test_another_address_is_there_beside_the_old_one_until_that_is_taken_away(moved: Upgrade) -> None:
    """As long as it is there, so are the sessions to it; how to take it away is told."""
    with session_to(moved) as one:
        said = moved.install(moved.host, moved.next, "apply")
        assert said.rc == 0, said.text
        assert_reached_at(moved, OLD, NEW)
        assert one.is_alive()
    (line,) = ADDRESS_ALONE.findall(said.stdout)
    moved.host.run(line)
    assert_as_compiled(moved.site, moved.next.plan)
    assert_reached_at(moved, NEW)
    assert_removed(moved)


def test_networkd_keeps_the_number_of_a_link_that_is_up_and_what_to_type_is_told(renumbered: Upgrade) -> None:
    """Neither a reload nor `reconfigure` changes it."""
    said = renumbered.install(renumbered.host, renumbered.next, "apply")
    assert said.rc == 1, said.text
    (line,) = ONE_LINE.findall(said.stderr)
    renumbered.host.run("networkctl reload; networkctl reconfigure things0")
    networkd.settle(renumbered.host)
    assert " vlan protocol 802.1Q id 20 " in renumbered.host.run("ip -d link show dev things0")
    assert_reached_at(renumbered, OLD)
    assert_next_after(renumbered, line)
    assert_reached_at(renumbered, OLD)
    assert_removed(renumbered)
