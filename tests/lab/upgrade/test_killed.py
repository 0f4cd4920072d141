"""`install` killed in the middle, for real, on a host of the home sample: the next run finishes it or takes all of it away.

With LANWRIGHT_LAB_ALL=1 on a host of the ipvlan_l2 sample, too.

`tests/targets/test_install_killed.py` tries every place with stub tools; here the tools, systemd and dockerd are real.
Four places of each run are tried, spread over it. As many as one likes, which may be all, with

    LANWRIGHT_LAB_KILLS=1000 .venv/bin/python -m pytest -s tests/lab/upgrade/test_killed.py
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.lab.as_found import DOCKERS_OWN, assert_as_found, looked_at
from tests.lab.compiled import for_docker_28
from tests.lab.sample import SAMPLES
from tests.lab.upgrade.changes import Change
from tests.lab.upgrade.killing import killed, make_killable, places
from tests.lab.upgrade.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.as_found import Found
    from tests.lab.upgrade.upgrade import Tree, Upgrade

pytestmark = pytest.mark.lab

CHANGES = {
    "home": Change(
        {
            "real_lan": "lan_net",
            "macvlan0": "shim0",
            "192.168.0.241": "192.168.0.243",
            "192.168.0.232": "192.168.0.234",
            "8082": "8083",
            "log-driver: local": "log-driver: journald",
        }
    ),
    "ipvlan_l2": Change(
        {
            "      office:\n        driver: ipvlan": "      lan_net:\n        driver: macvlan",
            "{office: [192.168.0.241": "{lan_net: [192.168.0.243",
            "{office: [192.168.0.242": "{lan_net: [192.168.0.242",
            "10.200.0.1/24": "10.199.0.1/24",
        }
    ),
}
CHOSEN = CHANGES if os.environ.get("LANWRIGHT_LAB_ALL") else ("home",)
A_FEW = int(os.environ.get("LANWRIGHT_LAB_KILLS", "4"))
LEFT = re.compile(rf"{DOCKERS_OWN.pattern}|/tmp/lanwright\.| /var/lib/lanwright[/.]")
"""What a killed run leaves in /tmp, and what Lanwright keeps for itself: the record of two runs, where one was enough."""


@pytest.fixture(scope="module", params=CHOSEN)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The sample's host with its tree applied, and the next one beside it; no container runs."""
    text = for_docker_28((SAMPLES / request.param / "lanwright.yaml").read_text("utf-8"))
    following = CHANGES[request.param].made_in(text)
    with upgrade(text, following, tmp_path_factory.mktemp("out")) as scene:
        make_killable(scene.host)
        assert scene.install(scene.host, scene.first, "apply").rc == 0
        scene.with_first = looked_at(scene.site)
        yield scene


def chosen(count: int) -> range:
    """The places to be tried of so many; the first of all is the script's own start."""
    apart = -(-count // A_FEW)
    print(f"{count} places, every {apart}.")
    return range(1 + apart // 2, count, apart)


def install(scene: Upgrade, tree: Tree, words: str) -> None:
    """A run that nothing disturbs."""
    said = scene.install(scene.host, tree, words)
    assert said.rc == 0, said.text


def begin_anew(scene: Upgrade) -> None:
    """The first tree on a host that never had another."""
    install(scene, scene.first, "remove")
    install(scene, scene.first, "apply")


def assert_is(scene: Upgrade, found: Found) -> None:
    """The host is what was found, but for what a killed run may leave."""
    assert_as_found(scene.site, found, LEFT, made_anew=True)


def test_a_killed_apply_is_finished_by_the_next_one(scene: Upgrade) -> None:
    """From the first tree to the next, and from the next to the first, killed at the same place."""
    install(scene, scene.next, "apply")
    with_next = looked_at(scene.site)
    install(scene, scene.first, "apply")
    count = places(scene.host, scene.next.place, "apply")
    install(scene, scene.first, "apply")
    for at in chosen(count):
        for tree, found in ((scene.next, with_next), (scene.first, scene.with_first)):
            assert killed(scene.host, tree.place, "apply", at)
            install(scene, tree, "apply")
            assert_is(scene, found)
    scene.assert_nobody_was_cut_off()


def test_a_killed_apply_is_undone_by_remove(scene: Upgrade) -> None:
    """All of it: the host is as it was before the tree that was installed, too."""
    begin_anew(scene)
    count = places(scene.host, scene.next.place, "apply")
    for at in chosen(count):
        begin_anew(scene)
        assert killed(scene.host, scene.next.place, "apply", at)
        install(scene, scene.next, "remove")
        assert_is(scene, scene.before)
    scene.assert_nobody_was_cut_off()


def test_a_killed_remove_is_finished_by_the_next_one(scene: Upgrade) -> None:
    """Or, as long as the record is there, taken back by an apply."""
    begin_anew(scene)
    count = places(scene.host, scene.first.place, "remove")
    for number, at in enumerate(chosen(count)):
        begin_anew(scene)
        assert killed(scene.host, scene.first.place, "remove", at)
        words, found = (("apply", scene.with_first), ("remove", scene.before))[number % 2]
        install(scene, scene.first, words)
        assert_is(scene, found)
    scene.assert_nobody_was_cut_off()


def test_nothing_is_left_in_the_end(scene: Upgrade) -> None:
    """But work folders of killed runs in /tmp."""
    install(scene, scene.first, "remove")
    scene.host.run("rm -rf /tmp/lanwright.*")
    scene.assert_as_before()
