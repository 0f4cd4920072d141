"""Networks that get other names, subnets, ranges, drivers, modes; services that get other addresses; VLANs that get other names and
numbers: from one tree to the next, and away.

Each kind of network manager meets one of each sort of change. A few in every run; all of them with

    LANWRIGHT_LAB_ALL=1 .venv/bin/python -m pytest tests/lab/upgrade/test_transitions.py
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.faults.scene import told
from tests.lab.probe import Lost
from tests.lab.upgrade.changes import CHANGES, text_for, ways
from tests.lab.upgrade.links import OF_IPVLAN, OF_VLANS, WEB
from tests.lab.upgrade.transition import Transition
from tests.lab.upgrade.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

OF_NETWORKS = tuple(
    Transition(
        f"{change}, {manager}",
        text_for(manager, firewall),
        CHANGES[change],
        ways(),
        waits_for={"shared": frozenset({"dock1-db-1", "jobs-job-1"}), "real_lan": WEB},
    )
    for change, manager, firewall in (
        ("networks renamed", "ifupdown", "nftables"),
        ("subnets, ranges and addresses", "networkd", "iptables"),
        ("names and figures", "none", "nftables"),
    )
)
IN_EVERY_RUN = OF_NETWORKS
TRANSITIONS = (*OF_NETWORKS, *OF_IPVLAN, *OF_VLANS) if os.environ.get("LANWRIGHT_LAB_ALL") else IN_EVERY_RUN
IN_THE_WAY = re.compile(r"(\w+): first stop or disconnect its containers \((.+)\)$", re.MULTILINE)


@pytest.fixture(scope="module", params=TRANSITIONS, ids=str)
def story(request: pytest.FixtureRequest) -> Transition:
    """What changes."""
    found: Transition = request.param
    return found


@pytest.fixture(scope="module")
def transition(story: Transition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A site whose first tree is applied and whose projects run."""
    following = story.change.made_in(story.text)
    with upgrade(story.text, following, tmp_path_factory.mktemp("out"), story.set_up) as scene:
        scene.begin()
        yield scene


def test_the_next_tree_that_nobody_confirms_is_taken_back(story: Transition, transition: Upgrade) -> None:
    """The host is as the first tree had it, and everybody is reached as before."""
    assert_answers(transition.site, story.ways)
    transition.stop()
    transition.let_it_be_taken_back(transition.next)
    transition.start(transition.first)
    assert_as_compiled(transition.site, transition.first.plan)
    assert_answers(transition.site, story.ways)
    transition.assert_nobody_was_cut_off()


def test_a_network_that_has_to_go_waits_for_its_containers(story: Transition, transition: Upgrade) -> None:
    """`install` names them and changes nothing until they are down: what the LAN sees of the host stays up."""
    said = transition.install(transition.host, transition.next, "apply")
    assert said.rc == bool(story.waits_for), said.text
    found = {name: frozenset(containers.split()) for name, containers in IN_THE_WAY.findall(said.stderr)}
    assert found == story.waits_for, said.text
    if found:
        assert "nothing was changed" in said.stderr
    else:
        assert {f"docker restart {name}" for name in story.cut_off} == set(told(transition.host))
    transition.stop()
    transition.apply(transition.next)
    transition.assert_nobody_was_cut_off()


def test_the_next_tree_is_what_its_plan_says(story: Transition, transition: Upgrade) -> None:
    """Everybody is reached at the new addresses, nobody at the old ones."""
    transition.start(transition.next)
    assert_as_compiled(transition.site, transition.next.plan)
    assert_answers(transition.site, story.change.leads_to)
    found = {
        way: transition.site.lab.probe(transition.site.place(way[0]), *way[1:])
        for way in story.change.deserted
    }
    assert all(isinstance(one, Lost) for one in found.values()), found
    transition.assert_nobody_was_cut_off()


def test_remove_leaves_the_host_as_it_was_before_both(transition: Upgrade) -> None:
    """By the next tree, which knows nothing of the first one."""
    transition.stop()
    transition.remove(transition.next)
    transition.assert_as_before()
    transition.assert_nobody_was_cut_off()
