"""LW313: a Docker that isn't docker.service."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        docker: {config: CONFIG}
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}, eth1: {}}
        networks:
          NETWORKS
    """
SNAP = "/var/snap/docker/current/config/daemon.json"
BOTH = "{one: {driver: macvlan, lan: home, parent: eth0}, two: {driver: ipvlan, subnet: 10.1.0.0/24, parent: eth1}}"


def text(config: str, networks: str) -> str:
    """A host with its daemon.json somewhere."""
    return BASE.replace("CONFIG", config).replace("networks:\n          NETWORKS", f"networks: {networks}")


def test_the_snap_s_docker_is_told_once_with_its_networks() -> None:
    """At the path that shows it."""
    (item,) = found("LW313", text(SNAP, BOTH))
    assert item.message == "the Docker of the snap package may start before `eth0` and `eth1`"
    assert item.origin.path[-1] == "config"
    assert len(item.related) == 2


@pytest.mark.parametrize("config", ["/etc/docker/daemon.json", "/var/snap/dockerish/daemon.json"])
def test_another_file_says_nothing(config: str) -> None:
    """Nor does a snap's host without such networks."""
    assert messages("LW313", text(config, BOTH)) == []
    assert messages("LW313", text(SNAP, "{three: {driver: bridge, subnet: 10.50.0.0/24}}")) == []
