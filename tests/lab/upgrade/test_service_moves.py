"""A service that moves from one host to another, and takes its LAN address along: the two_hosts sample's `web`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.kinds_of_host import of_sample
from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.as_found import looked_at
from tests.lab.probe import Answer
from tests.lab.upgrade.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.applied import Way
    from tests.lab.probe import Lost
    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

LAPTOP, DOCK1, DOCK2 = "192.168.0.50", "192.168.0.231", "192.168.0.232"
WEB, MAIL = "192.168.2.10", "192.168.2.20"

WAYS: dict[Way, Answer | Lost] = {
    ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=DOCK1),
    ("dock2", WEB, 80, "tcp"): Answer("web", seen_as=DOCK2),
    ("mail", WEB, 80, "tcp"): Answer("web", seen_as=MAIL),
    ("web", MAIL, 25, "tcp"): Answer("mail", seen_as=WEB),
    ("web", DOCK1, 22, "tcp"): Answer("dock1", seen_as=WEB),
    ("web", DOCK2, 22, "tcp"): Answer("dock2", seen_as=WEB),
}
"""The same wherever it is: its own host reaches it by the shim, the other one over the LAN."""


@pytest.fixture(scope="module")
def move(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The sample's site with its projects running, and the next tree for each host beside."""
    intent = of_sample("two_hosts")
    first = json.dumps(intent)
    hosts = intent["hosts"]
    hosts["dock2"]["services"]["web"] = hosts["dock1"]["services"].pop("web")
    with upgrade(first, json.dumps(intent), tmp_path_factory.mktemp("out")) as scene:
        scene.begin()
        yield scene


def test_the_next_trees_that_nobody_confirms_are_taken_back(move: Upgrade) -> None:
    """While the containers run on: no network of theirs changes."""
    assert_answers(move.site, WAYS)
    move.with_first = looked_at(move.site)
    move.let_it_be_taken_back(move.next)
    assert_answers(move.site, WAYS)
    move.assert_nobody_was_cut_off()


def test_it_is_reached_at_its_new_place(move: Upgrade) -> None:
    """Both trees applied, it goes down on the old host and comes up on the new one, under the same address."""
    move.apply(move.next)
    move.site.projects["dock1"]["dock1"].down()
    move.start(move.next)
    assert_as_compiled(move.site, move.next.plan)
    assert_answers(move.site, WAYS)
    assert move.site.hosts["dock1"].ask_docker("/containers/json") == []
    move.assert_nobody_was_cut_off()


def test_remove_leaves_both_hosts_as_they_were(move: Upgrade) -> None:
    """By the next trees."""
    move.stop()
    move.remove(move.next)
    move.assert_as_before()
    move.assert_nobody_was_cut_off()
