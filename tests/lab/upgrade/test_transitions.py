"""Networks that get other names, subnets, ranges; services that get other addresses: from one tree to the next, and away.

Each kind of network manager meets one of the changes: names, figures, and both at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.probe import Lost
from tests.lab.upgrade.changes import CHANGES, text_for, ways
from tests.lab.upgrade.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

TRANSITIONS = (
    ("networks renamed", "ifupdown", "nftables"),
    ("subnets, ranges and addresses", "networkd", "iptables"),
    ("names and figures", "none", "nftables"),
)
IN_THE_WAY = re.compile(r"(\w+): first stop or disconnect its containers \((.+)\)$", re.MULTILINE)


@pytest.fixture(scope="module", params=TRANSITIONS, ids="-".join)
def transition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A site whose first tree is applied and whose projects run."""
    change, manager, firewall = request.param
    text = text_for(manager, firewall)
    with upgrade(text, CHANGES[change].made_in(text), tmp_path_factory.mktemp("out")) as scene:
        scene.begin()
        yield scene


def test_the_next_tree_that_nobody_confirms_is_taken_back(transition: Upgrade) -> None:
    """The host is as the first tree had it, and everybody is reached as before."""
    assert_answers(transition.site, ways())
    transition.stop()
    transition.let_it_be_taken_back(transition.next)
    transition.start(transition.first)
    assert_as_compiled(transition.site, transition.first.plan)
    assert_answers(transition.site, ways())
    transition.assert_nobody_was_cut_off()


def test_a_network_that_has_to_go_waits_for_its_containers(transition: Upgrade) -> None:
    """`install` stops there, names them, and goes on when they are down: what the LAN sees of the host stays up."""
    said = transition.install(transition.host, transition.next, "apply")
    assert said.rc == 1
    assert (found := IN_THE_WAY.search(said.stderr)), said.text
    assert (found[1], set(found[2].split())) == ("shared", {"dock1-db-1", "jobs-job-1"})
    transition.stop()
    transition.apply(transition.next)
    transition.assert_nobody_was_cut_off()


def test_the_next_tree_is_what_its_plan_says(transition: Upgrade, request: pytest.FixtureRequest) -> None:
    """Everybody is reached at the new addresses, nobody at the old ones."""
    change = CHANGES[request.node.callspec.params["transition"][0]]
    transition.start(transition.next)
    assert_as_compiled(transition.site, transition.next.plan)
    assert_answers(transition.site, change.leads_to)
    found = {
        way: transition.site.lab.probe(transition.site.place(way[0]), *way[1:]) for way in change.deserted
    }
    assert all(isinstance(one, Lost) for one in found.values()), found
    transition.assert_nobody_was_cut_off()


def test_remove_leaves_the_host_as_it_was_before_both(transition: Upgrade) -> None:
    """By the next tree, which knows nothing of the first one."""
    transition.stop()
    transition.remove(transition.next)
    transition.assert_as_before()
    transition.assert_nobody_was_cut_off()
