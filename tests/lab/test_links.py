"""lanwright-links on a host whose interfaces something else configures: beside it, and gone without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.as_planned import assert_as_before, assert_as_planned, snapshot
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost
from tests.lab.site import Site
from tests.lab.test_networkd import BOTH_FAMILIES, HOST, LAPTOP, OWN, SHIM, WEB, Scene, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.lab

INTERFACES = {
    "eth0": f"{{eth0: {{{OWN}, promiscuous: true}}}}",
    "br0": f"{{br0: {{kind: bridge, ports: [eth0], {OWN}}}, eth0: {{}}}}",
}
AWAY = {
    "eth0": ("ifdown eth0; ip link set eth0 name later0", "ip link set later0 name eth0; ifup eth0"),
    "br0": ("ifdown br0", "ifup br0"),
}
"""How an interface goes, and how it comes back: a network card is plugged in late, a bridge is made late."""

LINKS = "lanwright-links"


@pytest.fixture(scope="module", params=INTERFACES)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A host that ifupdown configures without our knowing, its folder applied and its containers running."""
    folder = tmp_path_factory.mktemp("out")
    text = text_of(INTERFACES[request.param]).replace("network: networkd", "network: none")
    intent, plan = compile_into(folder, text)
    with Lab(debian_or_skip()) as lab:
        site = Site(lab, intent)
        host = site.hosts["dock1"]
        scene = Scene(lab, site, plan.hosts["dock1"], folder / "dock1", snapshot(host))
        sample.apply(host, scene.folder)
        for project in site.projects["dock1"].values():
            sample.start(project)
        yield scene


def test_the_host_is_what_the_plan_says(scene: Scene) -> None:
    """And the script says so."""
    assert_as_planned(scene.host, scene.plan)
    assert "missing" not in scene.host.run(f"{LINKS} status")


@BOTH_FAMILIES
def test_host_and_container_see_each_other_as_themselves(scene: Scene, family: int) -> None:
    """By the shim, with the host's own address, whoever speaks first."""
    found = scene.lab.probe(scene.host, WEB[family], 80)
    assert found == Answer("web", seen_as=HOST[family])
    found = scene.lab.probe(scene.site.place("web"), HOST[family], 22)
    assert found == Answer("dock1", seen_as=WEB[family])


def test_apply_twice_changes_nothing(scene: Scene) -> None:
    """Not a flag, not a lifetime."""
    once = snapshot(scene.host)
    assert "made" not in scene.host.run(f"{LINKS} apply")
    assert_as_before(scene.host, once)


@pytest.mark.parametrize(
    "harm",
    [
        f"ip link del {SHIM}",
        f"ip link set {SHIM} down; ip link set {SHIM} up",
        "ip addr del 192.168.0.232/32 dev PARENT",
        "ip addr del fd00:8::232/128 dev PARENT",
        f"ip link set {SHIM} down",
    ],
)
def test_what_was_taken_away_is_noticed_and_comes_back(scene: Scene, harm: str) -> None:
    """`status` names it and ends with 1; `apply` makes it again."""
    scene.host.run(harm.replace("PARENT", scene.plan.networks["real_lan"].parent or ""))
    said = scene.host.attempt(f"{LINKS} status")
    assert said.rc == 1
    assert "lacks" in said.stdout
    scene.host.run(f"{LINKS} apply")
    assert_as_planned(scene.host, scene.plan)
    assert scene.lab.probe(scene.host, WEB[0], 80) == Answer("web", seen_as=HOST[0])


def test_apply_waits_for_what_isnt_there_yet(scene: Scene) -> None:
    """As on a host that boots: something else brings up the parent, later."""
    parent = scene.plan.networks["real_lan"].parent or ""
    gone, back = AWAY[parent]
    scene.host.run(f"{LINKS} remove; {gone}")
    assert scene.host.attempt(f"{LINKS} apply").rc == 1
    scene.host.run(f"{LINKS} --wait 60 apply >/run/said 2>&1 & sleep 1; {back} && wait $!")
    assert_as_planned(scene.host, scene.plan)
    # The link has started the unit, too: what comes next begins when that has ended.
    scene.host.run(f"udevadm settle && systemctl start {LINKS}.service")


def test_remove_leaves_the_host_as_it_was_found(scene: Scene) -> None:
    """Links, addresses, routes and flags, also for the LAN."""
    for project in scene.site.projects["dock1"].values():
        project.down()
    scene.install("remove")
    assert_as_before(scene.host, scene.before)
    laptop = scene.site.place("laptop")
    assert scene.lab.probe(laptop, HOST[0], 22) == Answer("dock1", seen_as=LAPTOP[0])
    assert scene.lab.probe(laptop, "192.168.0.232", 81) is Lost.TIMEOUT
