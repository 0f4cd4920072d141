"""leaves_as: which address the LAN sees, of a whole network and of one service, with either firewall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, docker_restarted, rebooted
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
site: leaving
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    firewall: FIREWALL
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    networks:
      mails: {driver: bridge, subnet: 172.22.0.0/24, leaves_as: 192.168.0.240}
      mixed: {driver: bridge, subnet: 172.23.0.0/24}
      both: {driver: bridge, subnet: 172.24.0.0/24, leaves_as: 192.168.0.242}
      plain: {driver: bridge, subnet: 172.25.0.0/24}
    services:
      mail: {networks: {mails: {}}, listens: [25/tcp]}
      odd: {networks: {mixed: {}}, listens: [80/tcp], leaves_as: 192.168.0.241, publish: [{port: 8080, to: 80}]}
      even: {networks: {mixed: {}}, listens: [80/tcp]}
      own: {networks: {both: {}}, listens: [80/tcp], leaves_as: 192.168.0.243}
      rest: {networks: {both: {}}, listens: [80/tcp]}
      usual: {networks: {plain: {}}, listens: [80/tcp]}
"""
HOST, LAPTOP = "192.168.0.231", "192.168.0.50"
SEEN_AS = {
    "mail": "192.168.0.240",
    "odd": "192.168.0.241",
    "even": HOST,
    "own": "192.168.0.243",
    "rest": "192.168.0.242",
    "usual": HOST,
    "dock1": HOST,
}


@pytest.fixture(scope="module", params=["nftables", "iptables"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site above, with either firewall; the laptop listens."""
    text = INTENT.replace("FIREWALL", str(request.param))
    with applied(text, tmp_path_factory.mktemp(str(request.param))) as site:
        site.devices["laptop"].listen("laptop", "7000", "7000/udp")
        yield site


@pytest.fixture(scope="module")
def dock1(site: Site) -> Host:
    """Its host."""
    return site.hosts["dock1"]


def everybody_is_seen_so(site: Site) -> None:
    """By tcp and by udp; and what they are asked on a published port still comes with the client's address."""
    for protocol in ("tcp", "udp"):
        found = {who: site.lab.probe(site.place(who), LAPTOP, 7000, protocol) for who in SEEN_AS}
        assert found == {who: Answer("laptop", seen_as=source) for who, source in SEEN_AS.items()}
    assert site.lab.probe(site.place("laptop"), HOST, 8080) == Answer("odd", seen_as=LAPTOP)


def test_each_leaves_as_it_was_told(site: Site) -> None:
    """The service's own address goes before its network's, and that before the host's."""
    everybody_is_seen_so(site)


def test_a_new_network_changes_nothing(site: Site, dock1: Host) -> None:
    """Docker puts its MASQUERADE for it above everything in POSTROUTING."""
    dock1.run("docker network create another")
    everybody_is_seen_so(site)


def test_a_network_that_is_made_anew_changes_nothing(site: Site, dock1: Host) -> None:
    """Neither do its containers, which keep the addresses that the rules name."""
    project = site.projects["dock1"]["dock1"]
    project.down()
    project.up(f"{PLACE}/compose/dock1.networks.yaml")
    everybody_is_seen_so(site)
    assert (
        dock1.run("docker network inspect -f '{{(index .IPAM.Config 0).Subnet}}' mixed") == "172.23.0.0/24\n"
    )


def test_a_restart_of_docker_changes_nothing(site: Site, dock1: Host) -> None:
    """It puts all its MASQUERADE rules to the top again."""
    docker_restarted(site, dock1)
    everybody_is_seen_so(site)


def test_a_boot_changes_nothing(site: Site, dock1: Host) -> None:
    """Ours are there before Docker's."""
    rebooted(site, dock1)
    everybody_is_seen_so(site)
    dock1.run(f"sh {PLACE}/install status")


def test_nobody_is_reached_at_the_address_that_he_leaves_as(site: Site) -> None:
    """It is the host that answers there: nothing is published."""
    assert site.lab.probe(site.place("laptop"), "192.168.0.240", 25) is Lost.REFUSED
