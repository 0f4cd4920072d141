"""dnat in its other shapes: the port published elsewhere, ranges, IPv6, and a container that compose doesn't run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import answers, applied, docker_restarted, ours, rebooted, ruleset
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.lab.applied import Way
    from tests.lab.host import Host
    from tests.lab.site import Site

    Event = Callable[[Site, Host], None]

pytestmark = pytest.mark.lab

INTENT = """
version: 1
site: ways
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    ra: false
    devices: {laptop: [192.168.0.50, "fd00:8::50"]}
hosts:
  dock1:
    firewall: FIREWALL
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
    listens: [80/tcp]
    networks:
      shop: {driver: bridge, subnet: 172.22.0.0/24}
      six: {driver: bridge, subnet: [172.23.0.0/24, "fd00:23::/64"]}
    services:
      recipe:
        networks: {shop: {}}
        listens: [8080/tcp]
        publish:
          - {address: 192.168.0.231, port: 8080}
          - {address: 192.168.0.240, port: 80, to: 8080, via: dnat}
        leaves_as: 192.168.0.240
      ranged:
        networks: {shop: {}}
        listens: [6000-6002/tcp, 99/tcp, 7000-7001/tcp]
        publish:
          - {address: 192.168.0.241, port: 5000-5002, to: 6000-6002, via: dnat}
          - {address: 192.168.0.241, port: 9000-9001, to: 99, via: dnat}
          - {address: 192.168.0.241, port: 7000-7001, via: dnat}
      dual:
        networks: {six: {}}
        listens: [8080/tcp]
        publish:
          - {address: "fd00:8::242", port: 80, to: 8080, via: dnat}
          - {address: 192.168.0.242, port: 80, to: 8080, via: dnat}
        leaves_as: "fd00:8::242"
      neighbour: {networks: {six: {}}, listens: [80/tcp]}
      hand:
        compose: false
        networks: {shop: 172.22.0.9}
        listens: [8080/tcp]
        publish: [{address: 192.168.0.243, port: 80, to: 8080, via: dnat}]
"""
LAPTOP, LAPTOP6 = "192.168.0.50", "fd00:8::50"

WAYS: dict[Way, Answer | Lost] = {
    ("laptop", "192.168.0.240", 80, "tcp"): Answer("recipe", seen_as=LAPTOP),
    ("laptop", "192.168.0.231", 8080, "tcp"): Answer("recipe", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 5000, "tcp"): Answer("ranged", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 5002, "tcp"): Answer("ranged", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 9000, "tcp"): Answer("ranged", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 9001, "tcp"): Answer("ranged", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 7001, "tcp"): Answer("ranged", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 5003, "tcp"): Lost.REFUSED,
    ("laptop", "192.168.0.242", 80, "tcp"): Answer("dual", seen_as=LAPTOP),
    ("laptop", "fd00:8::242", 80, "tcp"): Answer("dual", seen_as=LAPTOP6),
    ("laptop", "192.168.0.243", 80, "tcp"): Answer("hand", seen_as=LAPTOP),
    ("laptop", "fd00:8::17", 80, "tcp"): Answer("dock1", seen_as=LAPTOP6),
    ("dock1", "192.168.0.241", 5001, "tcp"): Answer("ranged", seen_as="192.168.0.241"),
    ("dock1", "fd00:8::242", 80, "tcp"): Answer("dual", seen_as="fd00:8::242"),
    ("dock1", "192.168.0.243", 80, "tcp"): Answer("hand", seen_as="192.168.0.243"),
    ("neighbour", "fd00:8::242", 80, "tcp"): Answer("dual", seen_as="fd00:23::1"),
    ("recipe", "192.168.0.243", 80, "tcp"): Answer("hand", seen_as="172.22.0.1"),
}


@pytest.fixture(scope="module", params=["nftables", "iptables"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site above, with either firewall; `hand` is run by hand."""
    text = INTENT.replace("FIREWALL", str(request.param))
    with applied(text, tmp_path_factory.mktemp(str(request.param))) as site:
        options = "--restart unless-stopped --network shop --ip 172.22.0.9"
        site.hosts["dock1"].run_container("hand", "8080", options=options)
        site.devices["laptop"].listen("laptop", "7000")
        yield site


@pytest.fixture(scope="module")
def dock1(site: Site) -> Host:
    """Its host."""
    return site.hosts["dock1"]


def all_is_served(site: Site) -> None:
    """Every way leads where it should, and what leaves has its own address."""
    assert answers(site, WAYS) == WAYS
    recipe = site.lab.probe(site.place("recipe"), LAPTOP, 7000)
    assert recipe == Answer("laptop", seen_as="192.168.0.240")
    assert site.lab.probe(site.place("dual"), LAPTOP6, 7000) == Answer("laptop", seen_as="fd00:8::242")


def test_every_way_leads_where_it_should(site: Site) -> None:
    """With the client's own address from the LAN."""
    all_is_served(site)


def test_a_port_that_is_published_elsewhere_gets_no_loopback_port(dock1: Host) -> None:
    """Docker lets its packets through already; what it doesn't run gets its accept in DOCKER-USER."""
    ports = dock1.run("docker ps --format '{{.Names}} {{.Ports}}'").splitlines()
    (recipe,) = (line for line in ports if "recipe" in line)
    assert recipe == "dock1-recipe-1 192.168.0.231:8080->8080/tcp"
    rules = dock1.run("iptables -S DOCKER-USER && iptables -S LANWRIGHT-USER")
    assert "-A DOCKER-USER -j LANWRIGHT-USER" in rules
    assert "-d 172.22.0.9/32 -p tcp -m tcp --dport 8080 -m conntrack --ctstate DNAT" in rules


def test_without_that_accept_the_lan_is_kept_out(site: Site, dock1: Host) -> None:
    """Docker drops what it doesn't publish; the host itself gets through."""
    dock1.run(
        "systemctl stop lanwright-iptables.service; iptables -S | grep -q LANWRIGHT-USER && exit 1 || :"
    )
    if site.intent.hosts["dock1"].firewall == "nftables":
        assert site.lab.probe(site.place("laptop"), "192.168.0.243", 80) is Lost.TIMEOUT
        assert site.lab.probe(dock1, "192.168.0.243", 80) == WAYS["dock1", "192.168.0.243", 80, "tcp"]
    dock1.run("systemctl start lanwright-iptables.service")
    all_is_served(site)


@pytest.mark.parametrize("event", [docker_restarted, rebooted])
def test_a_restart_changes_nothing(site: Site, dock1: Host, event: Event) -> None:
    """Of Docker, and of the host."""
    event(site, dock1)
    all_is_served(site)
    dock1.run(f"sh {PLACE}/install status")


def test_ours_is_back_when_nftables_service_has_flushed_all(site: Site, dock1: Host) -> None:
    """The accept in DOCKER-USER, too: Docker finds the chain when it starts again."""
    dock1.run("systemctl enable --quiet --now nftables.service && systemctl reload nftables.service")
    found = answers(site, WAYS)
    assert {way: answer for way, answer in found.items() if way[1:3] != ("192.168.0.231", 8080)} == {
        way: answer for way, answer in WAYS.items() if way[1:3] != ("192.168.0.231", 8080)
    }
    docker_restarted(site, dock1)
    all_is_served(site)


def test_removing_leaves_the_kernel_as_it_was(site: Site, dock1: Host) -> None:
    """DOCKER-USER is Docker's again, of IPv6 nothing is left."""
    dock1.run("docker rm -f hand")
    site.projects["dock1"]["dock1"].down()
    others = [line for line in ruleset(dock1) if not ours(line)]
    dock1.run("systemctl stop 'lanwright-iptables*' 'lanwright-nft*'")
    assert ruleset(dock1) == others
    dock1.run("systemctl start lanwright-iptables.service")
    dock1.run(f"sh {PLACE}/install remove")
    assert "anwright" not in dock1.run("nft list ruleset")
    assert "hosts.dock1" not in dock1.run("iptables-save; ip6tables-save")
