"""ipvlan in the raw, and with Docker's own links: one MAC address, one mode a parent, and who gets which frame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.lab import shapes
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

LAPTOP, HOST, WEB = "192.168.0.50", "192.168.0.231", "192.168.0.241"
SIDE, ROUTED, CAMERA = "192.168.20.5", "10.9.0.10", "192.168.10.50"
SUBNET = "--subnet 192.168.0.0/22 --gateway 192.168.0.1"


@pytest.fixture(scope="module")
def dock1(lab: Lab, home: Lan) -> Host:
    """A host on two LANs of one router, with one ipvlan network on each: l2 at home, l3s behind the other."""
    debian_or_skip()
    links_or_skip("ipvlan", "vlan")
    host = lab.host("dock1")
    home.plug(host, "eth0")
    lab.lan("side", "192.168.20.1/24", router=home.router).plug(host, "eth1")
    host.set_up(shapes.BY_NAME["eth0"](f"{HOST}/22", gateway="192.168.0.1"))
    host.run(f"ip addr add {SIDE}/24 dev eth1; ip link set eth1 up")
    host.start_docker()
    host.listen("dock1", "22")
    host.run(f"docker network create --driver ipvlan -o parent=eth0 {SUBNET} lan")
    host.run(
        "docker network create --driver ipvlan -o parent=eth1 -o ipvlan_mode=l3s --subnet 10.9.0.0/24 routed"
    )
    host.run(f"docker run -d --name web --network lan --ip {WEB} lanwright-lab web 80")
    host.run(f"docker run -d --name db --network routed --ip {ROUTED} lanwright-lab db 80")
    host.await_containers()
    home.router.run(f"ip route add 10.9.0.0/24 via {SIDE}")
    return host


def shim(host: Host, address: str, source: str) -> None:
    """Give the host a link beside its container."""
    host.run(
        f"ip link add shim link eth0 type ipvlan mode l2; ip addr add {address}/32 dev shim; ip link set shim up"
    )
    host.run(f"ip route add {WEB} dev shim src {source}")


@pytest.fixture
def own_shim(dock1: Host) -> Iterator[None]:
    """A shim with the host's own address."""
    shim(dock1, HOST, HOST)
    yield
    dock1.run("ip link del shim")


@pytest.fixture
def another_shim(dock1: Host) -> Iterator[None]:
    """A shim with an address of the LAN that nobody else has."""
    shim(dock1, "192.168.0.239", "192.168.0.239")
    yield
    dock1.run("ip link del shim")


def mode_of(host: Host, link: str) -> str:
    """Mode and flag of a link."""
    (found,) = re.findall(r"ipvlan  mode (\w+ \w+)", host.run(f"ip -d link show {link}"))
    return str(found)


@pytest.mark.usefixtures("own_shim")
def test_the_hosts_own_address_on_a_shim_costs_it_the_lan(lab: Lab, laptop: Machine, dock1: Host) -> None:
    """It reaches its container; what the LAN replies to its ARP comes in on the shim. Who asks first is still answered."""
    assert lab.probe(dock1, WEB, 80) == Answer("web", seen_as=HOST)
    assert not isinstance(lab.probe(dock1, LAPTOP, 80), Answer)
    assert not lab.ping(dock1, "192.168.0.1")
    assert lab.probe(laptop, HOST, 22) == Answer("dock1", seen_as=LAPTOP)


@pytest.mark.usefixtures("another_shim")
def test_an_address_of_its_own_costs_nothing(lab: Lab, laptop: Machine, dock1: Host) -> None:
    """Host and LAN are as before, and the container sees the host as the shim."""
    assert lab.probe(dock1, WEB, 80) == Answer("web", seen_as="192.168.0.239")
    assert lab.probe(dock1, LAPTOP, 80) == Answer("laptop", seen_as=HOST)
    assert lab.probe(laptop, HOST, 22) == Answer("dock1", seen_as=LAPTOP)
    assert lab.probe(dock1.container("web"), "192.168.0.239", 22) == Answer("dock1", seen_as=WEB)


@pytest.mark.usefixtures("another_shim")
def test_a_second_link_switches_all_of_its_parent(lab: Lab, laptop: Machine, dock1: Host) -> None:
    """Silently, a running container's, too; and back. A flag likewise."""
    assert mode_of(dock1, "shim") == "l2 bridge"
    dock1.run("ip link add other link eth0 type ipvlan mode l3")
    try:
        assert mode_of(dock1, "shim") == "l3 bridge"
        assert lab.probe(laptop, WEB, 80) is Lost.UNREACHABLE or lab.probe(laptop, WEB, 80) is Lost.TIMEOUT
        dock1.run("ip link del other; ip link add other link eth0 type ipvlan mode l2 private")
        assert mode_of(dock1, "shim") == "l2 private"
        assert lab.probe(laptop, WEB, 80) == Answer("web", seen_as=LAPTOP)
        assert not isinstance(lab.probe(dock1, WEB, 80), Answer)
    finally:
        dock1.run(
            "ip link del other; ip link add other link eth0 type ipvlan mode l2 bridge; ip link del other"
        )
    assert lab.probe(dock1, WEB, 80) == Answer("web", seen_as="192.168.0.239")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "docker network create --driver ipvlan -o parent=eth0 -o ipvlan_mode=l3 --subnet 10.77.0.0/24 x2",
            "is already using parent interface eth0",
        ),
        (
            "docker run --rm --network lan --mac-address 02:42:c0:a8:00:f3 lanwright-lab x2 80",
            "ipvlan interfaces do not support custom mac address assignment",
        ),
    ],
)
def test_docker_refuses(dock1: Host, command: str, words: str) -> None:
    """A second network on one parent (LW401), and a MAC address (LW407)."""
    refused = dock1.attempt(command)
    assert refused.rc != 0
    assert words in refused.text


def test_link_local_addresses_of_one_mac_address_differ(dock1: Host) -> None:
    """The kernel puts a number of the link's own into the middle (EUI-64 of a shared address, LW406)."""
    dock1.run("ip link add v1 link eth0 type ipvlan mode l2; ip link add v2 link eth0 type ipvlan mode l2")
    dock1.run("ip link set v1 up; ip link set v2 up")
    try:
        found = [
            dock1.run(f"ip -6 -o addr show dev {link} scope link").split()[3] for link in ("eth0", "v1", "v2")
        ]
        macs = {dock1.read(f"/sys/class/net/{link}/address") for link in ("eth0", "v1", "v2")}
    finally:
        dock1.run("ip link del v1; ip link del v2")
    assert len(set(found)) == 3
    assert len(macs) == 1


def test_a_routed_container_sends_by_its_parent_alone(lab: Lab, laptop: Machine, dock1: Host) -> None:
    """The host's routes count that leave by the parent; without one the container looks for the laptop on that wire."""
    assert lab.probe(laptop, ROUTED, 80) is Lost.TIMEOUT
    assert lab.probe(dock1, ROUTED, 80) is Lost.TIMEOUT  # as 192.168.0.231, which isn't there, either


@pytest.fixture
def by_eth1(dock1: Host) -> Iterator[None]:
    """Routes of the host by the parent of the routed network."""
    dock1.run("ip route add default via 192.168.20.1 dev eth1 metric 500")
    dock1.run("ip route add 10.9.0.0/24 via 192.168.20.1")
    yield
    dock1.run("ip route del 10.9.0.0/24; ip route del default via 192.168.20.1 dev eth1 metric 500")


@pytest.mark.usefixtures("by_eth1")
def test_l3s_is_reached_by_the_route(lab: Lab, laptop: Machine, dock1: Host, home: Lan) -> None:
    """By the LAN and by the host, both by way of the router; without its route by nobody."""
    db = dock1.container("db")
    assert lab.probe(laptop, ROUTED, 80) == Answer("db", seen_as=LAPTOP)
    assert lab.probe(dock1, ROUTED, 80) == Answer("db", seen_as=SIDE)
    assert lab.probe(db, LAPTOP, 80) == Answer("laptop", seen_as=ROUTED)
    assert lab.probe(db, SIDE, 22) == Answer("dock1", seen_as=ROUTED)
    assert "NOARP" in db.run("ip link show eth0")
    home.router.run("ip route del 10.9.0.0/24")
    try:
        for each in (laptop, dock1, home.router):
            each.run("ip route flush cache")
        assert not isinstance(lab.probe(laptop, ROUTED, 80), Answer)
        assert not isinstance(lab.probe(dock1, ROUTED, 80), Answer)
        assert not isinstance(lab.probe(db, LAPTOP, 80), Answer)
    finally:
        home.router.run(f"ip route add 10.9.0.0/24 via {SIDE}")


@pytest.mark.usefixtures("by_eth1")
@pytest.mark.parametrize(("mode", "passes"), [("l3s", True), ("l3", False)])
def test_the_hosts_input_rules_see_what_is_for_l3s_alone(
    lab: Lab, laptop: Machine, dock1: Host, mode: str, *, passes: bool
) -> None:
    """A second link switches the parent's mode; a counter in the host's hook input tells."""
    dock1.run(f"ip link add other link eth1 type ipvlan mode {mode}")
    rule = "tcp dport 80 ip daddr 10.9.0.10 counter"
    dock1.run(f"nft 'table ip seen {{ chain c {{ type filter hook input priority 0; {rule}; }}; }}'")
    try:
        assert lab.probe(laptop, ROUTED, 80) == Answer("db", seen_as=LAPTOP)
        counted = re.search(r"counter packets (\d+)", dock1.run("nft list table ip seen"))
        assert counted is not None
        assert (int(counted[1]) > 0) is passes
    finally:
        dock1.run("nft delete table ip seen; ip link del other")
        dock1.run("ip link add other link eth1 type ipvlan mode l3s; ip link del other")


@pytest.fixture(scope="module")
def camera(home: Lan) -> Machine:
    """A device on VLAN 10 of the LAN's switch."""
    camera = home.device("camera")
    camera.run("ip link set eth0 up; ip link add eth0.10 link eth0 type vlan id 10")
    camera.run(f"ip addr add {CAMERA}/24 dev eth0.10; ip link set eth0.10 up")
    camera.listen("camera", "554")
    return camera


def vlan_network(host: Host, driver: str) -> None:
    """A network whose parent Docker must make, and a container on it."""
    host.run(f"docker network create --driver {driver} -o parent=eth0.10 --subnet 192.168.10.0/24 vlan")
    host.run(
        "docker run -d --name rec --restart always --network vlan --ip 192.168.10.20 lanwright-lab rec 80"
    )
    host.await_containers()


@pytest.mark.parametrize("driver", ["macvlan", "ipvlan"])
def test_docker_makes_a_vlan_and_takes_it_away(lab: Lab, dock1: Host, camera: Machine, driver: str) -> None:
    """It is there with the network, again after a restart of Docker, and goes with the network, with all that is on it."""
    vlan_network(dock1, driver)
    try:
        assert lab.probe(camera, "192.168.10.20", 80) == Answer("rec", seen_as=CAMERA)
        assert lab.probe(dock1.container("rec"), CAMERA, 554) == Answer("camera", seen_as="192.168.10.20")
        assert "vlan protocol 802.1Q id 10" in dock1.run("ip -d link show eth0.10")
        dock1.stop_docker()
        dock1.run("ip link del eth0.10")  # as at a boot
        dock1.run("systemctl start docker")
        dock1.run("until docker inspect -f '{{.State.Running}}' rec | grep -q true; do sleep 0.1; done")
        assert lab.probe(camera, "192.168.10.20", 80) == Answer("rec", seen_as=CAMERA)
        dock1.run(f"ip link add onit link eth0.10 type {driver}; ip link set onit up")
    finally:
        dock1.run("docker rm --force rec; docker network rm vlan")
    assert dock1.attempt("ip link show eth0.10").rc != 0
    assert dock1.attempt("ip link show onit").rc != 0


def test_a_vlan_of_the_host_stays(lab: Lab, dock1: Host, camera: Machine) -> None:
    """Docker finds it and leaves it when the network goes."""
    dock1.run("ip link add eth0.10 link eth0 type vlan id 10; ip link set eth0.10 up")
    vlan_network(dock1, "ipvlan")
    try:
        assert lab.probe(camera, "192.168.10.20", 80) == Answer("rec", seen_as=CAMERA)
    finally:
        dock1.run("docker rm --force rec; docker network rm vlan")
    assert dock1.attempt("ip link del eth0.10").rc == 0
