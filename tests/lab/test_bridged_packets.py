"""A pair between Docker's bridge and the host's, by hand: where its packets are lost, and that none of them is INVALID.

What the notes said of it ("all packets are treated as INVALID") is answered with counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.lab import shapes
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

LAPTOP, HOST, WEB = "192.168.0.50", "192.168.0.231", "192.168.0.241"
PAIR = """\
ip link add br-lan type bridge; ip link set br-lan up
ip link add up-lan type veth peer name down-lan
ip link set up-lan master br-lan up; ip link set down-lan master br0 up
"""
NETWORK = """\
docker network create -o com.docker.network.bridge.name=br-lan -o com.docker.network.bridge.inhibit_ipv4=true \
    --subnet 192.168.0.0/22 --gateway 192.168.0.1 --ip-range 192.168.0.248/29 --aux-address host=192.168.0.231 lan
docker run -d --name web --network lan --ip 192.168.0.241 lanwright-lab web 80
"""
COUNTED = """\
table ip counted {
    counter invalid {}
    counter seen {}
    chain pre {
        type filter hook prerouting priority mangle
        ip saddr { 192.168.0.50, 192.168.0.241 } counter name seen
        ct state invalid counter name invalid
    }
    chain forward { type filter hook forward priority mangle; ct state invalid counter name invalid; }
}
"""
AFRESH = "iptables -t raw -Z; iptables -Z; iptables -t nat -Z; nft reset counters table ip counted >/dev/null; conntrack -F"
COUNTS = "iptables -t raw -vnxL PREROUTING; iptables -vnxL FORWARD; nft list counters table ip counted"


class Counts(NamedTuple):
    """Packets since they were counted afresh: INVALID ones, those that Docker's raw rule and FORWARD's policy dropped."""

    invalid: int
    raw: int
    forward: int


@pytest.fixture(scope="module")
def dock(lab: Lab, home: Lan, laptop: Machine) -> Iterator[Host]:
    """A host whose bridge is joined to one of Docker's by a pair; nothing of Lanwright's is on it."""
    del laptop
    host = lab.host("dock1")
    home.plug(host, "eth0")
    host.set_up(shapes.br0(f"{HOST}/22", gateway="192.168.0.1"))
    host.run(PAIR)
    host.start_docker()
    host.run(NETWORK)
    host.await_containers()
    host.run("nft -f -", stdin=COUNTED)
    yield host
    host.power_off()


def counted(host: Host) -> Counts:
    text = host.run(COUNTS)
    invalid = re.search(r"counter invalid \{\s*packets (\d+)", text)
    raw = re.search(rf"^\s*(\d+)\s+\d+ DROP .*{re.escape(WEB)}", text, re.MULTILINE)
    policy = re.search(r"Chain FORWARD \(policy DROP (\d+) packets", text)
    assert invalid, text
    assert raw, text
    assert policy, text
    return Counts(*(int(found[1]) for found in (invalid, raw, policy)))


def filtered(host: Host, *, bridged: bool) -> None:
    host.run(f"sysctl -qw net.bridge.bridge-nf-call-iptables={int(bridged)}")
    host.run(f"{AFRESH} 2>/dev/null")


def test_nothing_is_invalid_and_docker_drops_it_all(lab: Lab, laptop: Machine, dock: Host) -> None:
    """Where bridged packets meet the packet filter: to the container in raw, from it by FORWARD's policy."""
    filtered(dock, bridged=True)
    assert lab.probe(laptop, WEB, 80) is Lost.TIMEOUT
    there = counted(dock)
    assert there.invalid == 0
    assert there.raw >= 1
    assert there.forward == 0
    filtered(dock, bridged=True)
    assert lab.probe(dock.container("web"), LAPTOP, 80) is Lost.TIMEOUT
    back = counted(dock)
    assert back.invalid == 0
    assert back.forward >= 1


def test_what_is_let_through_is_masqueraded_on_its_way(lab: Lab, laptop: Machine, dock: Host) -> None:
    """Both drops taken away: the packet meets MASQUERADE at the host's bridge, and the client's address is lost."""
    filtered(dock, bridged=True)
    dock.run(
        "iptables-save -t raw >/root/raw; iptables -t raw -F PREROUTING; iptables -I DOCKER-USER -j ACCEPT"
    )
    try:
        assert lab.probe(laptop, WEB, 80) != Answer("web", seen_as=LAPTOP)
        rule = dock.run("iptables -t nat -vnxL POSTROUTING | grep -w '!br-lan' | grep MASQUERADE")
        assert int(rule.split()[0]) >= 1
    finally:
        dock.run("iptables-restore -T raw </root/raw; iptables -D DOCKER-USER -j ACCEPT")


def test_past_the_packet_filter_all_of_it_works(lab: Lab, laptop: Machine, dock: Host) -> None:
    """With the parameter at 0 nothing is dropped, and everybody is seen as himself."""
    filtered(dock, bridged=False)
    assert lab.probe(laptop, WEB, 80) == Answer("web", seen_as=LAPTOP)
    assert lab.probe(dock.container("web"), LAPTOP, 80) == Answer("laptop", seen_as=WEB)
    assert lab.probe(dock, WEB, 80) == Answer("web", seen_as=HOST)
    assert counted(dock) == Counts(0, 0, 0)


def test_docker_has_them_filtered_again_for_two_features(dock: Host) -> None:
    """A network whose containers are kept from each other, and published ports without the proxy: LW502."""
    filtered(dock, bridged=False)
    dock.run(
        "docker network create -o com.docker.network.bridge.enable_icc=false apart; docker network rm apart"
    )
    assert dock.run("sysctl -n net.bridge.bridge-nf-call-iptables") == "1\n"
    filtered(dock, bridged=False)
    dock.restart_docker()
    assert dock.run("sysctl -n net.bridge.bridge-nf-call-iptables") == "0\n"
    dock.write("/etc/docker/daemon.json", '{"userland-proxy": false}')
    dock.restart_docker()
    assert dock.run("sysctl -n net.bridge.bridge-nf-call-iptables") == "1\n"
