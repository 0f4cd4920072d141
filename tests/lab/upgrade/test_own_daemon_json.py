"""A host whose owner had written a daemon.json before Lanwright: it is replaced when he says so, and comes back with `remove`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.applied import assert_answers, assert_as_compiled, settled
from tests.lab.probe import Answer
from tests.lab.upgrade.upgrade import LOG, ROLLED_BACK, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site
    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

FILE = "/etc/docker/daemon.json"
OWN = '{"bip": "10.9.0.1/24",  "log-driver": "json-file", "log-opts": {"max-size": "1m"}}\n'
ADOPT = f"--adopt {FILE}"
INTENT = """
version: 1
lans:
  home:
    subnet: 192.168.0.0/22
    gateway: 192.168.0.1
    devices: {laptop: 192.168.0.50}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    docker:
      bip: 10.200.0.1/24
      default_address_pools: [{base: 10.201.0.0/16, size: 24}]
      settings: {log-driver: local}
    networks:
      pooled: {driver: bridge}
      backend: {driver: bridge, subnet: 172.22.0.0/16}
    services:
      web: {networks: {backend: {}}, listens: [80/tcp], publish: [{port: 8080, to: 80}]}
"""
WAYS = {("laptop", "192.168.0.231", 8080, "tcp"): Answer("web", seen_as="192.168.0.50")}


def have_own_file(site: Site) -> None:
    """It is his own in spelling and mode, and Docker runs with it."""
    host = site.hosts["dock1"]
    host.write(FILE, OWN, mode="640")
    host.restart_docker()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The host with its file, two trees beside; nothing is applied."""
    following = INTENT.replace("log-driver: local", "log-driver: journald").replace(
        "10.200.0.1", "10.199.0.1"
    )
    with upgrade(INTENT, following, tmp_path_factory.mktemp("out"), have_own_file) as scene:
        yield scene


def dockers(scene: Upgrade) -> tuple[str, str]:
    """What Docker logs with, and docker0's address."""
    bridge = json.loads(scene.host.run("ip -j -4 addr show dev docker0"))[0]["addr_info"][0]
    return scene.host.ask_docker("/info")["LoggingDriver"], bridge["local"]


def test_the_file_isnt_touched_unless_its_owner_says_so(scene: Upgrade) -> None:
    """The option to type is named; nothing at all was changed."""
    said = scene.install(scene.host, scene.first, "apply")
    assert said.rc == 1
    assert (
        f"{FILE}: was not made by lanwright; pass {ADOPT} to replace it (remove puts it back)" in said.stderr
    )
    scene.assert_as_before()


def test_adopted_and_never_confirmed_it_is_back(scene: Upgrade) -> None:
    """Text, mode and owner; only the account of it stays."""
    said = scene.install(scene.host, scene.first, f"apply --rollback 1 {ADOPT}")
    assert said.rc == 0, said.text
    scene.host.run(ROLLED_BACK)
    scene.host.run(f"rm -r {LOG.rpartition('/')[0]}")
    scene.assert_as_before()


def test_adopted_it_is_the_plan_s(scene: Upgrade) -> None:
    """Docker's restart is left to the owner, and then the network that waits for the new pools."""
    scene.apply(scene.first, f"apply {ADOPT}")
    assert dockers(scene) == ("local", "10.200.0.1")
    scene.start(scene.first)
    assert_as_compiled(scene.site, scene.first.plan)
    assert_answers(scene.site, WAYS)
    scene.assert_nobody_was_cut_off()


def test_the_next_tree_needs_no_consent(scene: Upgrade) -> None:
    """Of two trees' files the latter is taken back alone; and it is applied like any other."""
    said = scene.install(scene.host, scene.next, "apply --rollback 1")
    assert said.rc == 0, said.text
    scene.host.run(ROLLED_BACK)
    assert json.loads(scene.host.read(FILE))["log-driver"] == "local"
    scene.host.run(f"rm {LOG}")
    scene.apply(scene.next)
    assert dockers(scene) == ("journald", "10.199.0.1")
    settled(scene.site)
    assert_answers(scene.site, WAYS)
    scene.assert_nobody_was_cut_off()


def test_remove_brings_the_owner_s_file_back(scene: Upgrade) -> None:
    """Docker, restarted as it says, is as it was before both trees: docker0 too, which his file gives an address."""
    scene.stop()
    said = scene.install(scene.host, scene.next, "remove")
    assert sample.LEFT_TO_YOU.findall(said.stdout) == ["systemctl restart docker"]
    sample.do_what_is_left(scene.host, said.stdout)
    assert scene.host.read(FILE) == OWN
    assert dockers(scene) == ("json-file", "10.9.0.1")
    scene.assert_as_before()
    scene.assert_nobody_was_cut_off()
