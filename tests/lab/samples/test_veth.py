"""The veth sample: a bridge of Docker's own, joined to the host's by a pair, and what keeps that path open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers, docker_restarted
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE, start

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "veth"
LAPTOP, HOST, WEB, ALIAS = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.232"
LAPTOP6, HOST6, WEB6, ALIAS6 = "fd00:8::50", "fd00:8::231", "fd00:8::41", "fd00:8::232"
SHOP, SHOP6 = "10.22.0.1", "fd00:22::1"
NEIGHBOURS = {
    ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("laptop", WEB, 53, "udp"): Answer("web", seen_as=LAPTOP),
    ("laptop", WEB6, 80, "tcp"): Answer("web", seen_as=LAPTOP6),
    ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=WEB),
    ("web", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=WEB6),
    ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
    ("dock1", WEB6, 80, "tcp"): Answer("web", seen_as=HOST6),
    ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
    ("web", HOST6, 22, "tcp"): Answer("dock1", seen_as=WEB6),
}
"""Who is seen as whom across the pair."""

BRIDGED = "sysctl -n net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables"
MAC = "cat /sys/class/net/br0/address"


def test_the_lan_the_host_and_a_container_are_neighbours(site: Site) -> None:
    """Across two bridges, with IPv4 and with IPv6."""
    assert site.hosts["dock1"].run(BRIDGED) == "0\n0\n"
    assert_answers(site, NEIGHBOURS)


def test_what_is_behind_nat_works_as_ever(site: Site) -> None:
    """The client's address is kept at the host's own address and at an alias; what is sent comes from the host."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 8080, "tcp"): Answer("app", seen_as=LAPTOP),
            ("laptop", HOST6, 8080, "tcp"): Answer("app", seen_as=LAPTOP6),
            ("laptop", ALIAS, 80, "tcp"): Answer("app", seen_as=LAPTOP),
            ("laptop", ALIAS6, 80, "tcp"): Answer("app", seen_as=LAPTOP6),
            ("app", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
            ("app", LAPTOP6, 80, "tcp"): Answer("laptop", seen_as=HOST6),
            ("web", HOST, 8080, "tcp"): Answer("app", seen_as=SHOP),
            ("web", HOST6, 8080, "tcp"): Answer("app", seen_as=SHOP6),
            ("app", WEB, 80, "tcp"): Lost.TIMEOUT,
        },
    )


def test_the_lan_finds_the_host_at_its_own_bridge_alone(site: Site) -> None:
    """The network's bridge has the host's IPv6 address, and answers nobody; so it is with ARP, where it has none."""
    laptop, own = site.devices["laptop"], site.hosts["dock1"].run(MAC).strip()
    replies = laptop.attempt(f"arping -c 2 -w 3 -b -I eth0 {HOST}").stdout.lower().splitlines()
    assert {line.split("[")[1].split("]")[0] for line in replies if "[" in line} == {own}
    for address in (HOST, HOST6):
        site.lab.forget_neighbours()
        assert site.lab.ping(laptop, address)
        assert f"lladdr {own}" in laptop.run(f"ip neigh show {address}")


def test_the_path_comes_back_with_docker(applied_site: Site) -> None:
    """When it restarts, and when the network is made anew: the bridge isn't Docker's to take away."""
    host = applied_site.hosts["dock1"]
    docker_restarted(applied_site, host)
    assert_answers(applied_site, NEIGHBOURS)
    (project,) = applied_site.projects["dock1"].values()
    project.down()
    host.run("lanwright-docker-networks remove real_lan && ip link show dev br-real_lan")
    host.run("lanwright-docker-networks create real_lan")
    start(project)
    assert_answers(applied_site, NEIGHBOURS)


def test_the_path_comes_back_with_the_hosts_bridge(applied_site: Site) -> None:
    """The host's bridge is taken down and brought up anew; nobody touches the pair's own stanzas."""
    host = applied_site.hosts["dock1"]
    host.run("ifdown br0; ip link del dev br0 2>/dev/null; ifup br0")
    host.run("until ! ip -o addr show dev br0 tentative | grep -q .; do sleep 0.1; done", timeout=30)
    assert_answers(applied_site, NEIGHBOURS)
    host.run(f"cd {PLACE} && sh install status")
