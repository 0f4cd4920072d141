"""A host that has a file for all its links: networkd takes Docker's as well, unless ours comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.targets import networkd as target
from tests.intents import LAN, host_of
from tests.lab import networkd
from tests.lab.eventually import eventually

if TYPE_CHECKING:
    from tests.lab.host import Host
    from tests.lab.lab import Lab

pytestmark = pytest.mark.lab

ALL = "[Match]\nName=*\n\n[Network]\nDHCP=yes\n"
PLAN = f"{LAN}\nhosts:\n  dock1:\n    network: networkd\n    networks: {{backend: {{driver: bridge}}}}"


def states(host: Host) -> dict[str, str]:
    """What networkd makes of Docker's links, by what they are."""
    listed = [line.split() for line in host.run("networkctl list --no-legend").splitlines()]
    return {
        next(kind for kind in ("docker0", "br-", "veth") if words[1].startswith(kind)): words[-1]
        for words in listed
        if words[1].startswith(("docker0", "br-", "veth"))
    }


def test_docker_s_links_stay_docker_s(lab: Lab) -> None:
    """docker0, a bridge with a name of the plan's or of Docker's, and a container's veth."""
    host = lab.host("docked")
    lab.lan("home", "192.168.0.1/22").plug(host, "eth0")
    host.start_docker()
    host.run("docker network create -o com.docker.network.bridge.name=br-backend backend")
    host.run_container("web", "80", options="--network backend")
    (ours,) = (item for item in target.emit(host_of(PLAN)).artifacts if "docker" in item.path)
    host.write(f"{networkd.FOLDER}/50-all.network", ALL)
    host.write(ours.destination or "", ours.content)
    before = host.run("ip -4 -br addr show dev docker0; ip -4 -br addr show dev br-backend")
    host.run(f"systemctl start {networkd.SERVICE}")
    host.run("docker network create later; docker run -d --network later lanwright-lab web 80")
    host.run(f"systemctl restart {networkd.SERVICE}")

    def left_alone() -> None:
        assert states(host) == dict.fromkeys(("docker0", "br-", "veth"), "unmanaged")

    eventually(left_alone)  # after a restart every link is pending at first
    assert host.run("ip -4 -br addr show dev docker0; ip -4 -br addr show dev br-backend") == before
    host.run(f"rm {ours.destination}; networkctl reload")

    def taken() -> None:
        assert "unmanaged" not in states(host).values(), "without our file the host's own takes them"

    eventually(taken)
