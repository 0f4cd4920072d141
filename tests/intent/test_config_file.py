"""Where daemon.json stands: nowhere that another file of ours stands, or has to."""

from __future__ import annotations

import pytest

from lanwright import pipeline
from tests.intents import plan_of, refused_codes

SITE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
hosts:
  dock1:
    interfaces: {br0: {kind: bridge, ports: [eth0], managed: true, lan: home, address: 192.168.0.9/22}, eth0: {}}
    docker: {bip: 10.200.0.1/24, config: CONFIG}
    networks: {real_lan: {driver: macvlan, parent: br0, lan: home, host_access: true}}
"""


@pytest.mark.parametrize(
    "path",
    [
        "/usr/local/sbin/lanwright-docker-networks",
        "/usr/local/sbin/lanwright-docker-networks/daemon.json",
        "/etc/network/interfaces.d/lanwright",
        "/etc/network/interfaces.d/lanwright/daemon.json",
        "/etc/sysctl.d/90-lanwright.conf/daemon.json",
        "/etc",
        "/etc/network",
        "/etc/../etc/daemon.json",
        "etc/docker/daemon.json",
        "/etc/docker/daemon.json/",
        "/etc//daemon.json",
    ],
)
def test_a_path_that_is_another_files_is_refused(path: str) -> None:
    """Also one below it, or above: a file and a folder can't both be there."""
    assert refused_codes(SITE.replace("CONFIG", path)) == [("LW003", 8)]


@pytest.mark.parametrize(
    "path", ["/etc/docker/daemon.json", "/var/snap/docker/current/config/daemon.json", "/d.json"]
)
def test_a_path_of_its_own_is_taken(path: str) -> None:
    (host,) = plan_of(SITE.replace("CONFIG", path)).hosts.values()
    assert path in {artifact.destination for artifact in pipeline.emit(host)}
