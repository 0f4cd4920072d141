"""Docker on the host's own bridge: the shapes that take the host off the network, and what Lanwright makes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import sample, shapes
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab.host import Host

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  cameras: {subnet: 10.5.0.0/24}
hosts:
  dock1:
    firewall: FIREWALL
    interfaces:
      eth0: {}
      br0: {kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
      eth1: {lan: cameras, address: 10.5.0.2/24}
REST
"""
ON_BR0 = """
    networks:
      real_lan: {driver: bridge, host_bridge: br0, lan: home, ip_range: [192.168.0.248/29, "fd00:8::f8/125"]}
"""
DEFAULT = """
    docker:
      bridge: br0
      fixed_cidr: [192.168.0.240/29, "fd00:8::f0/125"]
      default_gateway: [192.168.0.1, "fd00:8::1"]
"""
OPTIONS = "-o com.docker.network.bridge.name=br0 --subnet 192.168.0.0/22 --ip-range 192.168.0.240/29"
IPV6 = "--ipv6 --subnet fd00:8::/64 --ip-range fd00:8::f0/124"
INHIBIT = (
    "-o com.docker.network.bridge.inhibit_ipv4=true --aux-address host=192.168.0.231 --gateway 192.168.0.1"
)
ADDRESSES = "ip -o addr show dev br0 scope global | awk '{print $4}'"
AGAIN = """\
docker network rm lan; ip addr flush dev br0 scope global
ip addr add 192.168.0.231/22 dev br0; ip addr add fd00:8::231/64 dev br0 nodad; ip route add default via 192.168.0.1
"""
MINE = ["192.168.0.231/22", "fd00:8::231/64"]


class Scene:
    """A host on two LANs, one by a bridge, with a machine on each that takes it for the way to the other."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        home, cameras = lab.lan("home", "192.168.0.1/22", "fd00:8::1/64"), lab.lan("cameras")
        self.laptop = home.device("laptop", "192.168.0.50", "fd00:8::50")
        self.camera = cameras.device("camera", "10.5.0.50/24")
        self.laptop.run("ip route add 10.5.0.0/24 via 192.168.0.231")
        self.camera.run("ip route add 192.168.0.0/22 via 10.5.0.2")
        for name, machine in (("laptop", self.laptop), ("camera", self.camera)):
            machine.listen(name, "80")
        self.host: Host = lab.host("dock1")
        home.plug(self.host, "eth0")
        cameras.plug(self.host, "eth1")
        own = shapes.stanza("br0", MINE, ["192.168.0.1", "fd00:8::1"], ["eth0"])
        self.host.set_up(own + shapes.stanza("eth1", ["10.5.0.2/24"]) + shapes.END)
        self.host.start_docker()

    def crosses(self) -> bool:
        """Whether the laptop gets to the camera by this host."""
        return isinstance(self.lab.probe(self.laptop, "10.5.0.50", 80), Answer)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Nothing is applied yet."""
    with Lab(debian_or_skip()) as lab:
        yield Scene(lab)


def apply(scene: Scene, folder: Path, rest: str, firewall: str = "nftables") -> None:
    compile_into(folder, INTENT.replace("REST", rest).replace("FIREWALL", firewall))
    sample.apply(scene.host, folder / "dock1")


SHAPES = {
    "gateway router": ("--gateway 192.168.0.1", ["192.168.0.1/22", MINE[1]]),
    "no gateway": ("", ["192.168.0.240/22", MINE[1]]),
    "gateway host": ("--gateway 192.168.0.231", MINE),
    "gateway host, router reserved": (
        "--gateway 192.168.0.231 --aux-address DefaultGatewayIPv4=192.168.0.1",
        MINE,
    ),
    "inhibited": (INHIBIT, MINE),
    "inhibited, IPv6 gateway router": (f"{INHIBIT} {IPV6} --gateway fd00:8::1", [MINE[0], "fd00:8::1/64"]),
    "inhibited, no IPv6 gateway": (f"{INHIBIT} {IPV6}", [MINE[0], "fd00:8::f0/64"]),
    "inhibited, IPv6 gateway host": (
        f"{INHIBIT} {IPV6} --gateway fd00:8::231 --aux-address DefaultGatewayIPv6=fd00:8::1",
        MINE,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_docker_makes_of_the_hosts_addresses(scene: Scene, shape: str) -> None:
    """Half of the shapes take the host off its network, in one family or the other: LW501."""
    words, left = SHAPES[shape]
    scene.host.run(f"docker network create {OPTIONS} {words} lan")
    assert scene.host.run(ADDRESSES).split() == left
    scene.host.run(AGAIN)


def test_docker_refuses_two_networks_on_one_bridge_and_one_on_a_card(scene: Scene) -> None:
    """LW512 and LW510, in its words."""
    scene.host.run(f"docker network create {OPTIONS} {INHIBIT} lan")
    words = "docker network create -o com.docker.network.bridge.name={} --subnet 10.66.0.0/24 other"
    assert "networks have same bridge name" in scene.host.attempt(words.format("br0")).stderr
    assert "existing interface eth1 is not a bridge" in scene.host.attempt(words.format("eth1")).stderr
    scene.host.run("docker network rm lan")


def test_an_internal_network_on_it_is_open_to_the_lan(scene: Scene) -> None:
    """LW507."""
    quiet = "-o com.docker.network.bridge.inhibit_ipv4=true --internal"
    scene.host.run(f"docker network create {OPTIONS} {quiet} lan")
    scene.host.run_container("web", "80", options="--network lan --ip 192.168.0.245")
    assert scene.lab.probe(scene.laptop, "192.168.0.245", 80) == Answer("web", seen_as="192.168.0.50")
    scene.host.run("docker rm -f web; docker network rm lan")


def test_without_masquerading_no_reply_gets_in(scene: Scene) -> None:
    """LW508; in gateway mode routed it does."""
    scene.laptop.run("ip route add 10.66.0.0/24 via 192.168.0.231")
    bare = (
        "docker network create -o com.docker.network.bridge.enable_ip_masquerade=false --subnet 10.66.0.0/24"
    )
    for mode, found in (("nat", Lost.TIMEOUT), ("routed", Answer("laptop", seen_as="10.66.0.9"))):
        scene.host.run(f"{bare} -o com.docker.network.bridge.gateway_mode_ipv4={mode} bare")
        web = scene.host.run_container("web", "80", options="--network bare --ip 10.66.0.9")
        assert scene.lab.probe(web, "192.168.0.50", 80) == found, mode
        scene.host.run("docker rm -f web; docker network rm bare")


@pytest.mark.parametrize("firewall", ["nftables", "iptables"])
def test_the_lan_gets_into_no_other_lan(scene: Scene, firewall: str, tmp_path: Path) -> None:
    """Docker accepts what comes in by its bridge, whatever FORWARD's policy is; a rule of ours comes first."""
    assert not scene.crosses()
    apply(scene, tmp_path, ON_BR0, firewall)
    assert not scene.crosses()
    unit = "lanwright-nft" if firewall == "nftables" else "lanwright-iptables"
    scene.host.run(f"systemctl stop {unit}.service")
    assert scene.crosses()
    scene.host.run(f"systemctl start {unit}.service")
    assert not scene.crosses()
    sample.do_what_is_left(scene.host, scene.host.run(f"cd {sample.PLACE} && sh install remove"))


def test_the_default_bridge_is_the_hosts(scene: Scene, tmp_path: Path) -> None:
    """With `fixed_cidr` and `default_gateway` containers are on the LAN, after a boot too, and the host keeps its own."""
    apply(scene, tmp_path, DEFAULT)
    host = scene.host
    host.run_container("web", "80", options="--restart always")
    for _ in ("applied", "booted"):
        web = host.container("web")
        networks = web.inspect()["NetworkSettings"]["Networks"]["bridge"]
        assert (networks["Gateway"], networks["IPv6Gateway"]) == ("192.168.0.1", "fd00:8::1")
        assert host.run(ADDRESSES).split() == MINE
        for address, own in (
            (networks["IPAddress"], "192.168.0.50"),
            (networks["GlobalIPv6Address"], "fd00:8::50"),
        ):
            assert scene.lab.probe(scene.laptop, address, 80) == Answer("web", seen_as=own)
        assert not scene.crosses()
        host.reboot()
        host.run("until docker exec web true 2>/dev/null; do sleep 0.2; done", timeout=60)
        host.await_containers()
