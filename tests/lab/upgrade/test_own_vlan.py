"""A VLAN of Lanwright's with an address of the host's own: `install` takes it down by no change, for a session may come in by it.

What its owner has to type is told; a session goes on through that where the host keeps its address. Only with

    LANWRIGHT_LAB_ALL=1 .venv/bin/python -m pytest tests/lab/upgrade/test_own_vlan.py
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.probe import Answer
from tests.lab.session import session
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


def assert_reached_at(scene: Upgrade, *addresses: str) -> None:
    """There, as what it is, by its neighbours on the VLAN."""
    answer = Answer("dock1", seen_as=THERMOSTAT)
    assert_answers(scene.site, {("thermostat", address, 22, "tcp"): answer for address in addresses})


def session_to(scene: Upgrade) -> AbstractContextManager[Session]:
    """One from a neighbour, to the address that the first tree gives it."""
    return session(scene.site.lab, scene.site.devices["thermostat"], OLD, SSH)


def assert_removed(scene: Upgrade) -> None:
    """What is left up is named, and the host is as before when its owner has taken it down: networkd's notice does both."""
    said = scene.install(scene.host, scene.next, "remove")
    sample.do_what_is_left(scene.host, said.stdout)
    for line in ALL_OF_IT.findall(said.stdout):
        scene.host.run(line)
    scene.assert_as_before()
    scene.assert_nobody_was_cut_off()


def test_another_name_needs_a_line_that_is_told_and_a_session_lives_through_it(renamed: Upgrade) -> None:
    """Before that nothing was changed."""
    with session_to(renamed) as one:
        said = renamed.install(renamed.host, renamed.next, "apply")
        assert said.rc == 1, said.text
        assert "things0 has VLAN 20 on eth0 and is left up" in said.stderr
        assert said.stderr.endswith("nothing was changed\n")
        assert_as_compiled(renamed.site, renamed.first.plan)
        (line,) = ONE_LINE.findall(said.stderr)
        said = renamed.host.attempt(f"cd {renamed.next.place} && {line}")
        assert said.rc == 0, said.text
        assert one.is_alive()
        sample.do_what_is_left(renamed.host, said.stdout)
        assert_as_compiled(renamed.site, renamed.next.plan)
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
