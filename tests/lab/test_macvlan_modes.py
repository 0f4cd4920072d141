"""macvlan's modes with a real Docker: who hands frames to whom, what a switch that reflects changes, what passthru costs."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.lab.eventually import eventually
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.container import Container
    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

HOST, LAPTOP, WEB, DB = "192.168.0.231", "192.168.0.50", "192.168.0.241", "192.168.0.242"
GUEST = "192.168.0.99"
SUBNET = "--subnet 192.168.0.0/22 --gateway 192.168.0.1"


class Scene(NamedTuple):
    """A host with a macvlan network, its two containers, and the laptop."""

    lab: Lab
    host: Host
    laptop: Machine
    web: Container
    db: Container

    def reaches_the_lan(self) -> None:
        """LAN and container reach each other with their own addresses, and LAN and host do."""
        found = (
            self.lab.probe(self.laptop, WEB, 80),
            self.lab.probe(self.web, LAPTOP, 80),
            self.lab.probe(self.laptop, HOST, 22),
        )
        assert found == (Answer("web", LAPTOP), Answer("laptop", WEB), Answer("dock1", LAPTOP))

    def comes_to(self, neighbours: tuple[Answer | Lost, ...]) -> None:
        """The neighbours come to answer so; right after a change of the way a packet may get lost (seen once)."""
        eventually(lambda: _same(self.neighbours(), neighbours))

    def neighbours(self) -> tuple[Answer | Lost, ...]:
        """What becomes of container to container, host to container and container to host."""
        return (
            self.lab.probe(self.web, DB, 80),
            self.lab.probe(self.host, WEB, 80),
            self.lab.probe(self.web, HOST, 22),
        )


def _same(found: tuple[Answer | Lost, ...], expected: tuple[Answer | Lost, ...]) -> None:
    assert found == expected


JOINED = (Answer("db", WEB), Answer("web", HOST), Answer("dock1", WEB))
APART = (Lost.TIMEOUT, Lost.TIMEOUT, Lost.TIMEOUT)
ALONE = (JOINED[0], Lost.TIMEOUT, Lost.TIMEOUT)
REFLECTED: dict[str, tuple[Answer | Lost, ...]] = {"eth0": JOINED, "br0": ALONE}
"""A bridge drops what the switch sends back with the bridge's own MAC address; what containers sent it lets in."""


@pytest.fixture(scope="module")
def docker(dock1: Host) -> Host:
    """The host with its Docker, and a service of its own."""
    dock1.start_docker()
    dock1.listen("dock1", "22")
    return dock1


def network(docker: Host, parent: str, mode: str) -> None:
    """Make the macvlan network `lan`."""
    options = f"-o parent={parent} -o macvlan_mode={mode}"
    docker.run(f"docker network create --driver macvlan {options} {SUBNET} lan")


def vacated(docker: Host, parent: str) -> None:
    """Wait until no macvlan link is on the parent: those of a container die with its namespace, in the kernel's own time."""
    tried = f"ip link add tried link {parent} type macvlan mode passthru 2>/dev/null"
    docker.run(f"until {tried}; do sleep 0.1; done; ip link del tried")


def container(docker: Host, name: str, address: str) -> Container:
    """Start a container on it."""
    return docker.run_container(name, "80", options=f"--network lan --ip {address}")


@contextmanager
def scene(lab: Lab, docker: Host, parent: str, mode: str) -> Iterator[Scene]:
    """Two containers on a network of one mode; at the end both are gone."""
    network(docker, parent, mode)
    try:
        web, db = container(docker, "web", WEB), container(docker, "db", DB)
        yield Scene(lab, docker, lab.machines["laptop"], web, db)
    finally:
        docker.run("docker rm --force web db && docker network rm lan")


@contextmanager
def shim(docker: Host, parent: str) -> Iterator[None]:
    """The host's own macvlan link in mode bridge, with its address and the route to the containers."""
    docker.run(
        f"ip link add shim link {parent} type macvlan mode bridge && ip addr add {HOST}/32 dev shim"
        f" && ip link set shim up && ip route add 192.168.0.240/29 dev shim src {HOST}"
    )
    try:
        yield
    finally:
        docker.run("ip link del shim")


@contextmanager
def reflecting(home: Lan, docker: Host) -> Iterator[None]:
    """The switch sends frames back out of the host's port, as 802.1Qbg's reflective relay does."""
    port = docker.cables[0].port
    home.switch_command(f"link set {port} type bridge_slave hairpin on\n")
    try:
        yield
    finally:
        home.switch_command(f"link set {port} type bridge_slave hairpin off\n")


@pytest.mark.usefixtures("laptop")
def test_mode_private_is_the_lan_and_nobody_else(lab: Lab, home: Lan, docker: Host, parent: str) -> None:
    """Neither a neighbour nor the host, though it has a shim; and a switch that reflects joins none of them."""
    with scene(lab, docker, parent, "private") as found, shim(docker, parent):
        eventually(found.reaches_the_lan)
        assert found.neighbours() == APART
        with reflecting(home, docker):
            eventually(found.reaches_the_lan)
            assert found.neighbours() == APART


@pytest.mark.usefixtures("laptop")
def test_mode_vepa_is_up_to_the_switch(lab: Lab, home: Lan, docker: Host, parent: str) -> None:
    """Without reflection no shim helps; with it all are joined, but for a host with its address on a bridge."""
    with scene(lab, docker, parent, "vepa") as found:
        with shim(docker, parent):
            eventually(found.reaches_the_lan)
            assert found.neighbours() == APART
        with reflecting(home, docker):
            eventually(found.reaches_the_lan)
            found.comes_to(REFLECTED[parent])


@pytest.mark.usefixtures("laptop")
def test_mode_bridge_needs_a_shim_or_a_switch_that_reflects(
    lab: Lab, home: Lan, docker: Host, parent: str
) -> None:
    """Containers are joined by the kernel; the host by a shim, or by the switch if its address is on the card."""
    with scene(lab, docker, parent, "bridge") as found:
        assert found.neighbours() == ALONE
        with shim(docker, parent):
            found.comes_to(JOINED)
        with reflecting(home, docker):
            eventually(found.reaches_the_lan)
            found.comes_to(REFLECTED[parent])


@pytest.mark.usefixtures("laptop")
@pytest.mark.parametrize("mode", ["private", "vepa"])
def test_across_modes_nothing_is_handed_over(docker: Host, parent: str, mode: str) -> None:
    """Links of another mode may stand beside those of mode bridge on one parent; they have the LAN and no neighbours."""
    network(docker, parent, "bridge")
    try:
        container(docker, "web", WEB)
        docker.run(
            f"ip netns add beside && ip link add m0 link {parent} type macvlan mode {mode} && ip link set m0 netns beside"
            f" && ip -n beside addr add {GUEST}/22 dev m0 && ip -n beside link set m0 up"
        )
        assert docker.attempt(f"ip netns exec beside ping -n -c2 -W1 {LAPTOP}").rc == 0
        assert docker.attempt(f"ip netns exec beside ping -n -c1 -W1 {WEB}").rc != 0
    finally:
        docker.run(
            "ip -n beside link del m0; ip netns del beside; docker rm --force web; docker network rm lan"
        )


def test_mode_passthru_gives_the_parent_away(lab: Lab, laptop: Machine, docker: Host, parent: str) -> None:
    """One container has the interface, its MAC address and all that comes in; the host is off the LAN until it is gone."""
    vacated(docker, parent)
    own = docker.read(f"/sys/class/net/{parent}/address")
    network(docker, parent, "passthru")
    try:
        web = container(docker, "web", WEB)
        its = web.inspect()["NetworkSettings"]["Networks"]["lan"]["MacAddress"]
        assert docker.read(f"/sys/class/net/{parent}/address").strip() == its != own.strip()
        assert lab.probe(laptop, WEB, 80) == Answer("web", LAPTOP)
        assert lab.probe(laptop, HOST, 22) is Lost.TIMEOUT
        assert lab.probe(docker, LAPTOP, 80) is Lost.TIMEOUT
        assert lab.probe(docker, WEB, 80) is Lost.TIMEOUT
        second = docker.attempt(f"docker run --name db --network lan --ip {DB} lanwright-lab db 80").text
        assert "failed to create the macvlan port: invalid argument" in second
        other = f"docker network create --driver macvlan -o parent={parent} --subnet 10.1.0.0/24 other"
        words = f"is already using parent interface {parent} in mode passthru"
        assert words in docker.attempt(other).text
        beside = docker.attempt(f"ip link add shim link {parent} type macvlan mode bridge")
        assert "Invalid argument" in beside.text
    finally:
        docker.run("docker rm --force web db; docker network rm lan")
    assert docker.read(f"/sys/class/net/{parent}/address") == own
    assert lab.probe(laptop, HOST, 22) == Answer("dock1", LAPTOP)


def test_passthru_is_refused_where_another_network_is(docker: Host, parent: str) -> None:
    """In either order, from Docker 27 on."""
    network(docker, parent, "bridge")
    options = f"-o parent={parent} -o macvlan_mode=passthru --subnet 10.1.0.0/24"
    said = docker.attempt(f"docker network create --driver macvlan {options} other").text
    docker.run("docker network rm lan")
    assert "cannot use mode passthru, macvlan network " in said
    assert f" is already using parent interface {parent}" in said


@pytest.fixture
def behind(docker: Host, parent: str) -> Iterator[str]:
    """A network namespace behind a bridge of the host whose only other port is a macvlan link, with GUEST."""
    vacated(docker, parent)
    docker.run(
        f"ip link add macvlan0 link {parent} type macvlan mode bridge && ip link set macvlan0 up"
        " && ip link add br9 type bridge && ip link set br9 up && ip link set macvlan0 master br9"
        " && ip netns add guest && ip link add tap0 type veth peer name eth0 netns guest"
        " && ip link set tap0 master br9 && ip link set tap0 up"
        f" && ip -n guest addr add {GUEST}/22 dev eth0 && ip -n guest link set eth0 up"
    )
    yield "guest"
    docker.run("ip link del tap0; ip netns del guest; ip link del br9; ip link del macvlan0")


def test_a_macvlan_link_in_a_bridge_passes_broadcasts_alone(
    lab: Lab, laptop: Machine, docker: Host, parent: str, behind: str
) -> None:
    """ARP is answered in either direction, so both learn each other; no packet follows, promiscuous or not."""
    for promiscuous in ("off", "on"):
        docker.run(
            f"ip link set macvlan0 promisc {promiscuous} && ip link set {parent} promisc {promiscuous}"
        )
        assert lab.probe(laptop, GUEST, 80) is Lost.TIMEOUT
        assert docker.attempt(f"ip netns exec {behind} ping -n -c1 -W1 {LAPTOP}").rc != 0
        assert knows(laptop.run(f"ip -j neighbour show {GUEST}"))
        assert knows(docker.run(f"ip -j -n {behind} neighbour show {LAPTOP}"))
    docker.run(f"ip link set {parent} promisc off")


def knows(neighbours: str) -> bool:
    """Whether a neighbour's MAC address has been learned."""
    return any("lladdr" in item for item in json.loads(neighbours))
