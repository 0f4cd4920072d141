"""A host whose own LAN address changes, where Lanwright writes it: who keeps his session, and who can't.

A session to the old address can't outlive the change for good, whoever makes it: a TCP connection is of its two addresses. It waits
as long as its ends have patience, so that it goes on when the change is rolled back; that is what `--rollback` is for.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.lab import sample, shapes
from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.as_found import assert_as_found
from tests.lab.probe import Answer, Lost
from tests.lab.session import session
from tests.lab.upgrade.upgrade import AFTER_ROLLBACK, SSH, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.lab.applied import Way
    from tests.lab.host import Host
    from tests.lab.site import Site
    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

OLD, NEW, LAPTOP, WEB = "192.168.0.231", "192.168.0.230", "192.168.0.50", "192.168.0.241"
INTENT = """
version: 1
lans:
  home:
    subnet: 192.168.0.0/22
    gateway: 192.168.0.1
    devices: {laptop: 192.168.0.50}
hosts:
  dock1:
    network: MANAGER
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22, managed: true}}
    listens: [22/tcp]
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      backend: {driver: bridge, subnet: 172.22.0.0/16}
    services:
      web: {networks: {real_lan: 192.168.0.241}, listens: [80/tcp]}
      app: {networks: {backend: {}}, listens: [8080/tcp], publish: [{address: 192.168.0.232, port: 80, to: 8080}]}
"""
ANY_ORDER = re.compile(rf"{AFTER_ROLLBACK.pattern}|address (0 )?on eth0: ")
"""An address that went and came back stands behind the alias, which is no other address by that."""

A_WHILE = 2.0
"""Seconds after which a session that could be answered would have been, a hundred times."""


def ways(own: str) -> dict[Way, Answer | Lost]:
    """Who reaches whom, and as whom, where this is the host's address."""
    return {
        ("laptop", own, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
        ("laptop", OLD if own == NEW else NEW, 22, "tcp"): Lost.TIMEOUT,
        ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
        ("laptop", "192.168.0.232", 80, "tcp"): Answer("app", seen_as=LAPTOP),
        ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=own),
        ("app", WEB, 80, "tcp"): Answer("web", seen_as=own),
        ("web", own, 22, "tcp"): Answer("dock1", seen_as=WEB),
    }


def nothing(host: Host) -> None:
    """networkd knows what to do."""
    del host


def take_stanza_out(site: Site) -> None:
    """ifupdown has brought the host's address up by its owner's stanza, which he takes out as `install` asks him to."""
    host = site.hosts["dock1"]
    host.set_up(shapes.eth0(f"{OLD}/22", "192.168.0.1"))
    host.write("/etc/network/interfaces", shapes.END)


def put_stanza_back(host: Host) -> None:
    """`remove` leaves the link up as it is, since the session may come in by it: his own stanza, and it is his again."""
    host.run("ifquery --state eth0")
    host.set_up(shapes.eth0(f"{OLD}/22", "192.168.0.1"))
    host.run("ifdown eth0; ifup eth0")
    host.write("/etc/network/interfaces", shapes.END)


@dataclass(frozen=True, slots=True)
class Kind:
    """A network manager, and what its owner does before the first tree and after the last one."""

    manager: str
    before: Callable[[Site], None] = lambda _: None
    after: Callable[[Host], None] = nothing

    def __str__(self) -> str:
        return self.manager


KINDS = (Kind("networkd"), Kind("ifupdown", take_stanza_out, put_stanza_back))
CHOSEN = KINDS if os.environ.get("LANWRIGHT_LAB_ALL") else KINDS[:1]


@pytest.fixture(scope="module", params=CHOSEN, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Who brings the host's address up."""
    found: Kind = request.param
    return found


@pytest.fixture(scope="module")
def scene(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The host with its first address; a session from the LAN to it has been open from before."""
    text = INTENT.replace("MANAGER", kind.manager)
    with upgrade(text, text.replace(OLD, NEW), tmp_path_factory.mktemp("out"), kind.before) as scene:
        scene.begin()
        yield scene


def assert_reached_at(scene: Upgrade, address: str) -> None:
    """There, and not at the other one; and it sends from there, to its neighbours and beyond the router."""
    assert_answers(
        scene.site, {way: came for way, came in ways(address).items() if way[2] == 22 and way[0] == "laptop"}
    )
    for beyond in (LAPTOP, "198.51.100.9"):
        assert f" src {address} " in scene.host.run(f"ip route get {beyond}")


def test_until_it_is_confirmed_the_old_address_comes_back_and_the_session_with_it(scene: Upgrade) -> None:
    """Also where the owner has typed what is left to him, by which the host moved: nobody else may be able to go back."""
    assert_answers(scene.site, ways(OLD))
    scene.stop()
    said = scene.install(scene.host, scene.next, "apply --rollback 600")
    assert said.rc == 0, said.text
    sample.do_what_is_left(scene.host, said.stdout)
    assert_reached_at(scene, NEW)
    assert not any(one.is_alive(within=A_WHILE) for one in scene.sessions)
    back = scene.install(scene.host, scene.next, "rollback")
    assert back.rc == 0, back.text
    assert_reached_at(scene, OLD)
    scene.assert_nobody_was_cut_off()
    assert_as_compiled(scene.site, scene.first.plan)
    assert_as_found(scene.site, scene.with_first, ANY_ORDER, made_anew=True)


def test_for_good_it_is_reached_at_the_new_address_by_new_sessions(scene: Upgrade) -> None:
    """Shim, routes and SNAT go with it; the old session is never answered again."""
    scene.apply(scene.next)
    scene.start(scene.next)
    assert_as_compiled(scene.site, scene.next.plan)
    assert_answers(scene.site, ways(NEW))
    assert_reached_at(scene, NEW)
    assert not any(one.is_alive(within=A_WHILE) for one in scene.sessions)
    with session(scene.site.lab, scene.site.devices["laptop"], NEW, SSH) as anew:
        assert anew.is_alive()


def test_remove_leaves_the_host_as_it_was_before_both(scene: Upgrade, kind: Kind) -> None:
    """With its first address, where its owner's own files have that."""
    scene.stop()
    scene.remove(scene.next)
    kind.after(scene.host)
    assert_reached_at(scene, OLD)
    scene.assert_as_before()
