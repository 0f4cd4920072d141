"""A macvlan container: one of the LAN to everybody but its own host, until the host has a shim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.probe import Answer, Lost
from tests.lab.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

HOST, LAPTOP, WEB = "192.168.0.231", "192.168.0.50", "192.168.0.242"
both_protocols = pytest.mark.parametrize("protocol", ["tcp", "udp"])

FRAGMENT = f"""\
services: {{web: {{networks: !override {{lan: {{ipv4_address: {WEB}}}}}}}}}
networks: {{lan: {{external: true, name: lan}}}}
"""

SHIM = f"""\
auto macvlan0
iface macvlan0 inet manual
    pre-up ip link show dev $IFACE >/dev/null 2>&1 || ip link add $IFACE link PARENT type macvlan mode bridge
    up ip addr replace {HOST}/32 dev $IFACE
    up ip link set dev $IFACE up
    up ip route replace 192.168.0.240/29 dev $IFACE src {HOST}
    down ip link del dev $IFACE 2>/dev/null || true
"""


@pytest.fixture(scope="module")
def project(dock1: Host, parent: str) -> Project:
    """A compose project with a service on an external macvlan network, and one on the project's own bridge network."""
    dock1.start_docker()
    subnet = "--subnet 192.168.0.0/22 --gateway 192.168.0.1 --ip-range 192.168.0.240/29"
    dock1.run(f"docker network create --driver macvlan -o parent={parent} {subnet} lan")
    dock1.listen("dock1", "22", "22/udp")
    project = Project(dock1, "site", {"web": ["80", "80/udp"], "db": ["81"]})
    dock1.write("/root/site.networks.yaml", FRAGMENT)
    project.up("/root/site.networks.yaml")
    return project


@pytest.fixture
def shim(project: Project, parent: str) -> Iterator[None]:
    """The shim, from a stanza in interfaces.d that real ifup brings up and real ifdown takes away."""
    project.host.write("/etc/network/interfaces.d/lanwright", SHIM.replace("PARENT", parent))
    project.host.run("ifup macvlan0")
    yield
    project.host.run("ifdown macvlan0")


@both_protocols
def test_the_lan_and_a_macvlan_container_are_neighbours(
    lab: Lab, laptop: Machine, project: Project, protocol: str
) -> None:
    """LAN and container reach each other with their own addresses."""
    assert lab.probe(laptop, WEB, 80, protocol) == Answer("web", seen_as=LAPTOP)
    assert lab.probe(project.container("web"), LAPTOP, 80, protocol) == Answer("laptop", seen_as=WEB)


def test_a_host_and_its_macvlan_container_are_not(lab: Lab, project: Project) -> None:
    """The kernel keeps a macvlan link and its parent apart: host and container time out both ways."""
    assert lab.probe(project.host, WEB, 80) is Lost.TIMEOUT
    assert lab.probe(project.container("web"), HOST, 22) is Lost.TIMEOUT


@pytest.mark.usefixtures("shim")
@both_protocols
def test_a_shim_joins_them(lab: Lab, project: Project, protocol: str) -> None:
    """With the host's own /32 on a macvlan link the host is seen as its own address, and is reached at it."""
    assert lab.probe(project.host, WEB, 80, protocol) == Answer("web", seen_as=HOST)
    assert lab.probe(project.container("web"), HOST, 22, protocol) == Answer("dock1", seen_as=WEB)


@pytest.mark.usefixtures("shim")
def test_a_shim_joins_the_hosts_other_containers_too(lab: Lab, project: Project) -> None:
    """A container on a bridge network reaches the macvlan container, seen as the host, without a rule of ours."""
    assert lab.probe(project.container("db"), WEB, 80) == Answer("web", seen_as=HOST)


@pytest.mark.usefixtures("project", "shim")
def test_a_shim_changes_nothing_for_the_lan(lab: Lab, laptop: Machine) -> None:
    """The LAN still reaches host and container, each as itself."""
    assert lab.probe(laptop, HOST, 22) == Answer("dock1", seen_as=LAPTOP)
    assert lab.probe(laptop, WEB, 80) == Answer("web", seen_as=LAPTOP)


def test_without_the_shim_they_are_apart_again(lab: Lab, project: Project) -> None:
    """ifdown leaves the host as it was: apart from its container."""
    assert lab.probe(project.host, WEB, 80) is Lost.TIMEOUT
