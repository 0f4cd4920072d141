"""Containers of other networks reach a macvlan container through the host's shim, and get replies.

With the host's own address on the shim no rule is needed. With a dummy address one is: MASQUERADE takes the shim's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, docker_restarted, rebooted
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
site: sources
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    firewall: FIREWALL
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: ACCESS}
      shop: {driver: bridge, subnet: 172.22.0.0/24}
      mixed: {driver: bridge, subnet: 172.23.0.0/24}
    services:
      web: {networks: {real_lan: 192.168.0.242}, listens: [80/tcp]}
      cart: {networks: {shop: {}}, listens: [80/tcp]}
      odd: {networks: {mixed: {}}, listens: [80/tcp], leaves_as: 192.168.0.240}
      even: {networks: {mixed: {}}, listens: [80/tcp]}
"""
WEB, HOST = "192.168.0.242", "192.168.0.231"
OWN, DUMMY = "true", "{address: 192.168.143.91/32}"
KINDS = [("nftables", OWN), ("nftables", DUMMY), ("iptables", OWN), ("iptables", DUMMY)]
SEEN_AS = {"dock1": HOST, "cart": HOST, "even": HOST, "odd": "192.168.0.240"}


@pytest.fixture(
    scope="module", params=KINDS, ids=["nftables-own", "nftables-dummy", "iptables-own", "iptables-dummy"]
)
def kind(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The firewall, and the shim's address."""
    firewall, access = request.param
    return firewall, access


@pytest.fixture(scope="module")
def site(kind: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site above, so; one container is on docker0, whose options nobody can write."""
    text = INTENT.replace("FIREWALL", kind[0]).replace("ACCESS", kind[1])
    with applied(text, tmp_path_factory.mktemp("sources")) as site:
        dock1 = site.hosts["dock1"]
        dock1.run_container("db", "80", options="--restart unless-stopped")
        yield site


@pytest.fixture(scope="module")
def dock1(site: Site) -> Host:
    """Its host."""
    return site.hosts["dock1"]


def web_is_reached(site: Site, kind: tuple[str, str]) -> None:
    """By the host and by containers of every network, each seen as an address that web can answer."""
    found = {who: site.lab.probe(site.place(who), WEB, 80) for who in SEEN_AS}
    assert found == {who: Answer("web", seen_as=source) for who, source in SEEN_AS.items()}
    db = site.lab.probe(site.hosts["dock1"].container("db"), WEB, 80)
    assert db == (Lost.TIMEOUT if kind == ("iptables", DUMMY) else Answer("web", seen_as=HOST))


def test_web_is_reached_from_every_network(site: Site, kind: tuple[str, str]) -> None:
    """But for docker0 on iptables hosts with a dummy shim (LW604, LW707)."""
    web_is_reached(site, kind)


def test_rules_are_there_where_they_are_needed_alone(dock1: Host, kind: tuple[str, str]) -> None:
    """The host's own address on the shim needs none."""
    rules = dock1.run("nft list ruleset")
    assert ('oifname "shim-real_lan"' in rules) == (kind[1] == DUMMY)


def test_a_network_made_later(site: Site, dock1: Host, kind: tuple[str, str]) -> None:
    """One that Lanwright doesn't know changes nothing for the others, and has the right source itself where rules do it."""
    dock1.run("docker network create later")
    dock1.run_container("late", "80", options="--network later --restart unless-stopped")
    web_is_reached(site, kind)
    late = site.lab.probe(dock1.container("late"), WEB, 80)
    assert late == (Lost.TIMEOUT if kind == ("iptables", DUMMY) else Answer("web", seen_as=HOST))


def test_a_restart_of_docker_changes_nothing(site: Site, dock1: Host, kind: tuple[str, str]) -> None:
    """Its MASQUERADE rules come to the top again."""
    docker_restarted(site, dock1)
    web_is_reached(site, kind)


def test_a_boot_changes_nothing(site: Site, dock1: Host, kind: tuple[str, str]) -> None:
    """Shim, rules and containers are back."""
    rebooted(site, dock1)
    web_is_reached(site, kind)
