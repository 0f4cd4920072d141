"""A boot, a restart of Docker, a parent that comes late: afterwards all that was compiled is there, or the journal says what isn't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, docker_restarted, rebooted, settled
from tests.lab.as_planned import assert_as_planned
from tests.lab.compiled import compile_into
from tests.lab.eventually import eventually
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from lanwright.plan import HostPlan
    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    network: MANAGER
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    listens: [22/tcp]
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      inner: {driver: bridge, internal: true}
    services:
      web: {networks: {real_lan: 192.168.0.241}, listens: [80/tcp]}
      site: {networks: {}, listens: [8080/tcp], publish: [{address: 192.168.0.232, port: 80, to: 8080}]}
"""
WAIT, NETWORKS, LINKS = (
    "lanwright-wait.service",
    "lanwright-docker-networks.service",
    "lanwright-links.service",
)
DEVICE = "sys-subsystem-net-devices-eth0.device"
WAYS = {
    ("laptop", "192.168.0.241", 80): "web",
    ("dock1", "192.168.0.241", 80): "web",
    ("web", "192.168.0.231", 22): "dock1",
    ("laptop", "192.168.0.232", 80): "site",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A site with its folders applied and its containers running."""

    site: Site
    plan: HostPlan

    @property
    def host(self) -> Host:
        """The host."""
        return self.site.hosts["dock1"]

    def assert_all_is_there(self) -> None:
        """Links, addresses and routes are the plan's; Docker has its networks; everybody is reached; nothing failed."""
        assert_as_planned(self.host, self.plan)
        self.host.run("lanwright-docker-networks status")
        for (asks, address, port), answers in WAYS.items():
            found = self.site.lab.probe(self.site.place(asks), address, port)
            assert isinstance(found, Answer), (asks, address, found)
            assert found.name == answers
        assert self.failed() == []

    def failed(self) -> list[str]:
        """The units that failed."""
        return self.host.run("systemctl list-units --failed --plain --no-legend | cut -d ' ' -f 1").split()

    def boot_without_cable(self) -> None:
        """The network card isn't there when the host boots."""
        self.host.cables = []
        self.host.reboot()

    def since(self, unit: str, moment: str) -> int:
        """When a unit came to that moment, in microseconds since the machine's start."""
        return int(self.host.run(f"systemctl show --value --property {moment}TimestampMonotonic {unit}"))


def scene_of(manager: str, folder: Path) -> Iterator[Scene]:
    text = INTENT.replace("MANAGER", manager)
    _, plan = compile_into(folder / "planned", text)
    with applied(text, folder) as site:
        yield Scene(site, plan.hosts["dock1"])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A host of ifupdown."""
    yield from scene_of("ifupdown", tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def unmanaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A host whose interfaces something else brings up, also late ones."""
    for scene in scene_of("none", tmp_path_factory.mktemp("out")):
        scene.host.run("echo 'allow-hotplug eth0' >>/etc/network/interfaces")
        yield scene


def words(host: Host, setting: str) -> Sequence[str]:
    return host.run(f"systemctl show --value --property {setting} docker.service").split()


def test_systemd_reads_the_order_as_it_is_meant(scene: Scene) -> None:
    """Docker wants our units and comes after them; `install` has let systemd read them."""
    assert {WAIT, NETWORKS, "network-online.target"} <= set(words(scene.host, "Wants"))
    assert {WAIT, "network-online.target"} <= set(words(scene.host, "After"))
    assert NETWORKS in words(scene.host, "Before")
    assert scene.host.run("systemctl show --value --property NeedDaemonReload docker.service") == "no\n"


def test_all_of_it_is_there_after_a_boot(scene: Scene) -> None:
    """In order: what Docker needs, Docker, its networks."""
    scene.assert_all_is_there()
    rebooted(scene.site, scene.host)
    scene.assert_all_is_there()
    moments = [
        scene.since("network-online.target", "ActiveEnter"),
        scene.since(WAIT, "InactiveExit"),
        scene.since(WAIT, "InactiveEnter"),
        scene.since("docker.service", "InactiveExit"),
        scene.since("docker.service", "ActiveEnter"),
        scene.since(NETWORKS, "InactiveExit"),
    ]
    assert moments == sorted(moments)
    assert 0 not in moments


def test_a_restart_of_docker_keeps_all_of_it(scene: Scene) -> None:
    """And makes a network that somebody removed."""
    scene.host.run("docker network rm inner")
    docker_restarted(scene.site, scene.host)
    scene.host.run(f"systemctl start {NETWORKS}")  # waits for the run that Docker's start began
    scene.assert_all_is_there()


def test_a_docker_that_died_comes_back_with_all_of_it(scene: Scene) -> None:
    """systemd starts it again by itself, and what belongs to a start with it."""
    scene.host.run("systemctl reset-failed docker.service; docker network rm inner")
    before = scene.since(WAIT, "InactiveExit")
    scene.host.run("kill -KILL $(pidof dockerd)")
    scene.host.run("until docker network inspect inner; do sleep 0.2; done", timeout=60)
    assert scene.since(WAIT, "InactiveExit") > before
    # Docker itself takes containers that outlived it for stopped by hand.
    scene.host.run("docker start $(docker ps --quiet --all)")
    settled(scene.site)
    scene.assert_all_is_there()


def test_docker_starts_without_its_parent_and_the_journal_says_what_that_means(scene: Scene) -> None:
    """The network card is missing at boot; what doesn't stand on it works."""
    (cable,) = scene.host.cables
    scene.boot_without_cable()
    assert scene.host.run("systemctl is-active docker.service") == "active\n"
    assert WAIT in scene.failed()
    assert NETWORKS not in scene.failed()
    warnings = scene.host.run("journalctl --boot --identifier lanwright-wait --priority warning --output cat")
    assert warnings.splitlines() == [
        "link eth0 isn't there: the network real_lan can't be used; once it is there: systemctl restart docker",
        "address 192.168.0.232 isn't there: site can't be started; once it is there: systemctl restart docker",
    ]
    scene.host.run("docker run --detach --rm --name other --network inner lanwright-lab other 80")
    scene.host.run("docker rm --force other")
    scene.host.cables = [cable]
    cable.connect()
    scene.host.run("ifup eth0")
    assert_as_planned(scene.host, scene.plan)
    assert scene.site.lab.probe(scene.site.place("laptop"), "192.168.0.241", 80) is Lost.TIMEOUT
    docker_restarted(scene.site, scene.host)
    scene.host.run("systemctl reset-failed networking.service")
    scene.assert_all_is_there()


def test_links_come_with_their_parent_where_nothing_of_ours_brings_it_up(unmanaged: Scene) -> None:
    """The interface's own unit starts them, at boot and whenever it is plugged in."""
    unmanaged.assert_all_is_there()
    rebooted(unmanaged.site, unmanaged.host)
    unmanaged.assert_all_is_there()
    (cable,) = unmanaged.host.cables
    unmanaged.host.run(
        f"ip link del eth0; until ! systemctl is-active {DEVICE}; do sleep 0.1; done", timeout=60
    )
    cable.connect()
    unmanaged.host.run("until ip addr show to 192.168.0.232 | grep -q .; do sleep 0.2; done", timeout=60)
    unmanaged.host.run(f"systemctl start {LINKS}")
    # The interface's own configuration runs beside it.
    eventually(lambda: assert_as_planned(unmanaged.host, unmanaged.plan))
    docker_restarted(unmanaged.site, unmanaged.host)
    unmanaged.assert_all_is_there()


def test_nothing_is_left_of_it_after_a_removal(unmanaged: Scene) -> None:
    """No unit, no link to one, nothing that systemd still knows."""
    unmanaged.host.run("docker rm --force $(docker ps --quiet --all)")
    unmanaged.host.run("cd /root/lanwright && sh install remove")
    assert unmanaged.host.run("find /etc/systemd -name '*lanwright*'") == ""
    assert unmanaged.host.run("systemctl list-unit-files --no-legend 'lanwright*' | cat") == ""
    assert [name for name in words(unmanaged.host, "Wants") if "lanwright" in name] == []
