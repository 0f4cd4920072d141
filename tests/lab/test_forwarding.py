"""Forwarding for containers' sake: the host's LANs stay apart, and its IPv6 default route stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab import advertise, sample, shapes
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lab import Place

pytestmark = pytest.mark.lab

BETWEEN = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], devices: {laptop: [192.168.0.50, "fd00:8::50"]}}
  cameras: {subnet: [10.5.0.0/24, "fd00:5::/64"], devices: {camera: [10.5.0.50, "fd00:5::50"]}}
hosts:
  dock1:
    docker: {version: "29", firewall_backend: nftables, manage: false, bip: [10.200.0.1/24, "fd00:200::1/64"]}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
      eth1: {lan: cameras, address: [10.5.0.2/24, "fd00:5::2/64"]}
"""
"""The lab's Docker has no nftables backend: it is only described, and forwards as one that finds forwarding on already."""

OWN = "".join(
    shapes.stanza(name, addresses)
    for name, addresses in {
        "eth0": ["192.168.0.231/22", "fd00:8::231/64"],
        "eth1": ["10.5.0.2/24", "fd00:5::2/64"],
    }.items()
)
FORWARDS = "cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding"
CAMERA = ("10.5.0.50", "fd00:5::50")
BOTH_FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["IPv4", "IPv6"])


class Between:
    """A host on two LANs, and a machine on each that takes it for the way to the other."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        self.lab = lab
        home, cameras = lab.lan("home"), lab.lan("cameras")
        self.laptop = home.device("laptop", "192.168.0.50/22", "fd00:8::50/64")
        self.camera = cameras.device("camera", "10.5.0.50/24", "fd00:5::50/64")
        self.laptop.run(
            "ip route add 10.5.0.0/24 via 192.168.0.231; ip route add fd00:5::/64 via fd00:8::231"
        )
        self.camera.run("ip route add 192.168.0.0/22 via 10.5.0.2; ip route add fd00:8::/64 via fd00:5::2")
        self.camera.listen("camera", "80")
        self.laptop.listen("laptop", "80")
        self.host = lab.host("dock1")
        home.plug(self.host, "eth0")
        cameras.plug(self.host, "eth1")
        self.host.set_up(OWN + shapes.END)
        compile_into(folder, BETWEEN)
        self.folder = folder / "dock1"


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Between]:
    """The tree is applied before Docker first starts, so that Docker finds forwarding on and leaves FORWARD at ACCEPT."""
    with Lab(debian_or_skip()) as lab:
        scene = Between(lab, tmp_path_factory.mktemp("out"))
        assert scene.host.run(FORWARDS) == "0\n0\n"
        sample.apply(scene.host, scene.folder)
        daemon = '{"bip": "10.200.0.1/24", "bip6": "fd00:200::1/64", "ipv6": true}'
        scene.host.write("/etc/docker/daemon.json", daemon)
        scene.host.start_docker()
        scene.host.run_container("web", "80", options="--restart always -p 8080:80")
        yield scene


def assert_apart(scene: Between, family: int) -> None:
    """The host forwards for its container, in and out, and not from one LAN to the other."""
    web = scene.host.container("web")
    ways: list[tuple[Place, str, int, str | None]] = [
        (scene.laptop, ("192.168.0.231", "fd00:8::231")[family], 8080, "web"),
        (scene.camera, ("10.5.0.2", "fd00:5::2")[family], 8080, "web"),
        (web, CAMERA[family], 80, "camera"),
        (scene.laptop, CAMERA[family], 80, None),
        (scene.camera, ("192.168.0.50", "fd00:8::50")[family], 80, None),
    ]
    for start, address, port, answers in ways:
        found = scene.lab.probe(start, address, port)
        assert (found.name if isinstance(found, Answer) else None) == answers, (start, address, found)


@BOTH_FAMILIES
def test_forwarding_is_for_containers_only(between: Between, family: int) -> None:
    """As soon as the tree is applied: Docker's own policy is ACCEPT, since it didn't switch forwarding on."""
    assert between.host.run(FORWARDS) == "1\n1\n"
    assert "-P FORWARD ACCEPT" in between.host.run("iptables -S FORWARD; ip6tables -S FORWARD")
    assert_apart(between, family)


def test_it_is_so_after_a_boot(between: Between) -> None:
    """The rules are there before an interface is up."""
    between.host.reboot()
    between.host.await_containers()
    assert between.host.run(FORWARDS) == "1\n1\n"
    for family in (0, 1):
        assert_apart(between, family)


@BOTH_FAMILIES
def test_without_the_guard_the_lans_would_be_one(between: Between, family: int) -> None:
    """So the silence above is the guard's doing."""
    between.host.run("systemctl stop lanwright-nft.service")
    assert isinstance(between.lab.probe(between.laptop, CAMERA[family], 80), Answer)
    between.host.run("systemctl start lanwright-nft.service")
    assert between.lab.probe(between.laptop, CAMERA[family], 80) is Lost.TIMEOUT


def test_removed_it_forwards_as_little_as_before(between: Between) -> None:
    """The parameters' former values were kept."""
    between.host.stop_docker()
    between.host.run(f"cd {sample.PLACE} && sh install remove")
    assert between.host.run(FORWARDS) == "0\n0\n"
    assert between.host.attempt("ls /etc/sysctl.d/90-lanwright.conf /var/lib/lanwright").stdout == ""


ADVERTISED = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: 192.168.0.1}
hosts:
  dock1:
    network: MANAGER
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    networks: {shop: {driver: bridge, subnet: [10.30.0.0/24, "fd00:22::/64"]}}
"""
HEEDS = "cat /proc/sys/net/ipv6/conf/eth0/accept_ra"
DEFAULT = "ip -6 route show default dev eth0"


@pytest.fixture(scope="module", params=["ifupdown", "none"])
def advertised(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host that has its IPv6 address and default route from the router; nothing is applied yet."""
    folder = tmp_path_factory.mktemp("out")
    compile_into(folder, ADVERTISED.replace("MANAGER", request.param))
    with Lab(debian_or_skip()) as lab:
        home = lab.lan("home", "192.168.0.1/22", "fd00:8::1/64")
        home.router.write("/root/advertise.py", Path(advertise.__file__).read_text())
        home.router.run(
            "(while :; do python3 -I -S /root/advertise.py home fd00:8::/64; sleep 0.5; done) >/dev/null 2>&1 &"
        )
        host = lab.host("dock1")
        home.plug(host, "eth0")
        host.set_up(shapes.eth0("192.168.0.231/22", "192.168.0.1"))
        host.start_docker()
        host.copy_tree(folder / "dock1", sample.PLACE)
        yield host


def test_a_host_that_forwards_goes_on_heeding_its_router(advertised: Host) -> None:
    """When Docker makes an IPv6 bridge, after a boot, and as it was before once all is removed."""
    advertised.run(f"until {DEFAULT} | grep -q .; do sleep 0.1; done")
    advertised.run(f"cd {sample.PLACE} && sh install apply")
    assert advertised.run(f"{FORWARDS}; {HEEDS}") == "1\n1\n2\n"
    assert "proto ra" in advertised.run(DEFAULT)
    advertised.reboot()
    advertised.run(f"until {DEFAULT} | grep -q .; do sleep 0.1; done")
    assert advertised.run(f"{FORWARDS}; {HEEDS}") == "1\n1\n2\n"
    advertised.run(f"cd {sample.PLACE} && sh install remove")
    assert advertised.run(HEEDS) == "1\n"


def test_without_it_the_default_route_is_lost(advertised: Host) -> None:
    """At once, and for good: what the rule's page says of Docker."""
    advertised.run(
        "ip link set eth0 down; ip link set eth0 up; systemctl restart docker; sysctl -qw net.ipv6.conf.all.forwarding=0"
    )
    advertised.run(f"until {DEFAULT} | grep -q .; do sleep 0.1; done")
    advertised.run("docker network create --ipv6 --subnet fd00:22::/64 shop")
    assert advertised.run(DEFAULT) == ""
    advertised.run("sleep 2")  # four more advertisements
    assert advertised.run(DEFAULT) == ""
