"""The notes that went round before: their own lines, typed as they stand, and what becomes of them.

docs/notes-checked.md says of each statement whether it holds; here are those that no other test of the lab answers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lab import image
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.container import Container
    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

HOST, LAPTOP, DUMMY = "192.168.0.231", "192.168.0.50", "192.168.143.91"
MYSERVICE, OPENVPN = "192.168.0.241", "192.168.0.242"

MACVLAN0 = f"""\
auto macvlan0
iface macvlan0 inet static
    address {DUMMY}/32
    pre-up ip link add macvlan0 link br0 type macvlan mode bridge
    post-down ip link del macvlan0 link br0 type macvlan mode bridge
    post-up ip r add {OPENVPN} dev macvlan0 src {HOST}
    post-up ip r add {MYSERVICE} dev macvlan0 src {HOST}
"""
SNAT = "".join(
    f"    post-up iptables -t nat -I POSTROUTING -d {address} -j SNAT --to-source {HOST}\n"
    for address in (OPENVPN, MYSERVICE)
)
NETWORK = """\
docker network create --driver=macvlan \\
-o parent="br0" \\
-o mode="bridge" \\
--subnet="192.168.0.0/22" \\
--gateway="192.168.0.1" \\
real_lan
"""
COMPOSE = f"""\
version: '2'

services:
  myservice:
    image: {image.NAME}
    pull_policy: never
    command: [myservice, "80"]
    networks:
      lan:
         ipv4_address: "{MYSERVICE}"

networks:
   lan:
        external:
            name: real_lan
"""


@pytest.fixture(scope="module")
def parent() -> str:
    """The notes' host has its address on a bridge."""
    return "br0"


@pytest.fixture(scope="module")
def notes(dock1: Host) -> Host:
    """The host of the notes, with their network, a service of theirs by compose, and one connected by hand."""
    dock1.start_docker()
    dock1.listen("dock1", "22")
    dock1.run(NETWORK)
    dock1.write("/root/notes/docker-compose.yml", COMPOSE)
    dock1.run("docker compose --project-directory /root/notes up --detach --wait")
    dock1.run(f"docker run --detach --restart always --name openvpn {image.NAME} openvpn 1194/udp 80")
    dock1.run(f'docker network connect --ip="{OPENVPN}" real_lan openvpn')
    dock1.run(f"docker run --detach --restart always --name db {image.NAME} db 81")
    dock1.await_containers()
    return dock1


@pytest.fixture(scope="module")
def myservice(notes: Host) -> Container:
    """What compose runs."""
    return notes.container(notes.run("docker compose --project-directory /root/notes ps --quiet").strip())


def stanza(host: Host, text: str) -> None:
    """Make the stanza anew, with real ifdown and ifup."""
    host.write("/etc/network/interfaces.d/macvlan0", text)
    host.run("ifup macvlan0")


@pytest.fixture
def macvlan0(notes: Host) -> Iterator[Host]:
    """The host with the notes' first stanza."""
    stanza(notes, MACVLAN0)
    yield notes
    notes.run("ifdown macvlan0")
    assert "macvlan0" not in notes.run("ip -o link")


def without_address(host: Host) -> None:
    """Take the dummy address away; with a link's last address its routes go, too."""
    host.run(f"ip addr del {DUMMY}/32 dev macvlan0; ip route add {MYSERVICE} dev macvlan0 src {HOST}")


@pytest.fixture
def with_snat(notes: Host) -> Iterator[Host]:
    """The host with the notes' second stanza, which has the SNAT rules."""
    stanza(notes, MACVLAN0 + SNAT)
    yield notes
    notes.run(
        "ifdown macvlan0; iptables -t nat -S POSTROUTING | sed -n '/-j SNAT/s/-A/-t nat -D/p' | xargs -L1 iptables"
    )


def test_the_networks_mode_is_an_option_that_docker_does_not_know(notes: Host) -> None:
    """`-o mode` is kept and ignored, whatever it says; the network is in mode bridge since that is the default."""
    create = "docker network create -d macvlan -o parent=br0 -o mode=nonsense --subnet 10.77.0.0/24 ignored"
    notes.run(f"{create} && docker network rm ignored")
    refused = notes.attempt(create.replace("mode=", "macvlan_mode="))
    assert "requested macvlan mode 'nonsense' is not valid" in refused.stderr


def test_a_second_network_of_the_same_subnet_is_refused(notes: Host) -> None:
    """One macvlan network per subnet."""
    refused = notes.attempt(NETWORK.replace("real_lan", "another"))
    assert "Pool overlaps with other one on this address space" in refused.stderr


def test_the_old_compose_file_is_taken_with_two_warnings(notes: Host) -> None:
    """`version` is ignored, and an external network's name has a new place."""
    said = notes.attempt("docker compose --project-directory /root/notes config --format json")
    assert said.rc == 0
    assert "`version` is obsolete" in said.stderr
    assert "external.name is deprecated" in said.stderr
    assert json.loads(said.stdout)["networks"]["lan"] == {"name": "real_lan", "external": True, "ipam": {}}


def test_both_services_are_on_the_lan(lab: Lab, laptop: Machine, myservice: Container) -> None:
    """By compose and by `docker network connect`; Docker gives the addresses, and no DHCP server is asked."""
    assert lab.probe(laptop, MYSERVICE, 80) == Answer("myservice", seen_as=LAPTOP)
    assert lab.probe(laptop, OPENVPN, 80) == Answer("openvpn", seen_as=LAPTOP)
    assert lab.probe(myservice, OPENVPN, 80) == Answer("openvpn", seen_as=MYSERVICE)


def test_nothing_reserves_the_host_s_own_address(notes: Host) -> None:
    """Nor anybody else's: without an ip_range the first container gets the LAN's lowest free address."""
    run = f"docker run --rm --network real_lan --entrypoint /bin/ip {image.NAME} -o -4 addr show eth0"
    assert " 192.168.0.2/22 " in notes.run(run)
    assert f" {HOST}/22 " in notes.run(run.replace("--network", f"--ip {HOST} --network"))


def test_with_the_first_stanza_host_and_container_reach_each_other(
    lab: Lab, macvlan0: Host, myservice: Container
) -> None:
    """The host's own address stays where it is; the dummy address is never seen."""
    assert lab.probe(macvlan0, MYSERVICE, 80) == Answer("myservice", seen_as=HOST)
    assert lab.probe(myservice, HOST, 22) == Answer("dock1", seen_as=MYSERVICE)


def test_without_its_src_the_dummy_address_is_the_source(lab: Lab, macvlan0: Host) -> None:
    """And nobody finds back to it."""
    macvlan0.run(f"ip route replace {MYSERVICE} dev macvlan0")
    assert lab.probe(macvlan0, MYSERVICE, 80) is Lost.TIMEOUT


def test_the_dummy_address_is_not_needed(lab: Lab, macvlan0: Host, myservice: Container) -> None:
    """A shim without an address serves as well, as long as all is IPv4 and the host has one network card."""
    without_address(macvlan0)
    assert lab.probe(macvlan0, MYSERVICE, 80) == Answer("myservice", seen_as=HOST)
    assert lab.probe(myservice, HOST, 22) == Answer("dock1", seen_as=MYSERVICE)


def test_masquerade_takes_the_dummy_address_in_spite_of_the_route(lab: Lab, macvlan0: Host) -> None:
    """So containers on Docker's own networks get no reply; without the dummy address they do."""
    db = macvlan0.container("db")
    assert lab.probe(db, MYSERVICE, 80) is Lost.TIMEOUT
    without_address(macvlan0)
    assert lab.probe(db, MYSERVICE, 80) == Answer("myservice", seen_as=HOST)


def test_the_inserted_rule_holds_until_docker_inserts_its_own(lab: Lab, with_snat: Host) -> None:
    """A new network comes before it at once, and a restart of Docker puts docker0 there, too."""
    db = with_snat.container("db")
    assert lab.probe(db, MYSERVICE, 80) == Answer("myservice", seen_as=HOST)
    with_snat.run(
        "docker network create later"
        f" && docker run --detach --restart always --network later --name newer {image.NAME} newer 81"
    )
    with_snat.await_containers()
    newer = with_snat.container("newer")
    assert lab.probe(newer, MYSERVICE, 80) is Lost.TIMEOUT
    assert lab.probe(db, MYSERVICE, 80) == Answer("myservice", seen_as=HOST)
    with_snat.restart_docker()
    with_snat.await_containers()
    assert lab.probe(db, MYSERVICE, 80) is Lost.TIMEOUT
    assert lab.probe(newer, MYSERVICE, 80) is Lost.TIMEOUT


def test_one_masquerade_rule_serves_a_network_not_a_container(notes: Host) -> None:
    """Docker's NAT for what leaves names the subnet."""
    rules = notes.run("iptables -t nat -S POSTROUTING").splitlines()
    assert rules.count("-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE") == 1
