"""alias: further addresses of the host, at which Docker itself publishes the port that clients expect.

What is told here is what docs/strategies/alias.md promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import answers, applied, docker_restarted, rebooted
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.applied import Way
    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

OWN, WEB, WIKI, LAPTOP = "192.168.0.231", "192.168.0.240", "192.168.0.241", "192.168.0.50"

SERVED: dict[Way, Answer | Lost] = {
    ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("laptop", WEB, 53, "udp"): Answer("web", seen_as=LAPTOP),
    ("laptop", WIKI, 80, "tcp"): Answer("wiki", seen_as=LAPTOP),
    ("laptop", OWN, 80, "tcp"): Answer("dock1", seen_as=LAPTOP),
    ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=WEB),
    ("dock1", WIKI, 80, "tcp"): Answer("wiki", seen_as=WIKI),
    ("wiki", WEB, 80, "tcp"): Answer("web", seen_as="172.22.0.1"),
    ("web", WIKI, 80, "tcp"): Answer("wiki", seen_as="172.23.0.1"),
    ("web", WEB, 80, "tcp"): Answer("web", seen_as="172.22.0.1"),
}
"""From the LAN the client is kept; containers, whatever their network, come by docker-proxy and are seen as the gateway."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The alias sample's site."""
    text = (SAMPLES / "alias" / "lanwright.yaml").read_text()
    with applied(text, tmp_path_factory.mktemp("alias")) as site:
        site.devices["laptop"].listen("laptop", "7000")
        yield site


@pytest.fixture(scope="module")
def dock1(site: Site) -> Host:
    """Its host."""
    return site.hosts["dock1"]


def all_is_served(site: Site) -> None:
    """Everything that the page promises, in both directions."""
    assert answers(site, SERVED) == SERVED
    sources = {"wiki": WIKI, "web": OWN, "dock1": OWN}
    for who, source in sources.items():
        assert site.lab.probe(site.place(who), LAPTOP, 7000) == Answer("laptop", seen_as=source)


def test_each_service_has_the_port_at_an_address_of_its_own(site: Site) -> None:
    """And the host the same port at its own; what a network leaves as is another matter, and can be the same address."""
    all_is_served(site)


def test_the_hosts_other_ports_are_open_at_every_alias(site: Site) -> None:
    """What listens on every address listens on aliases, too."""
    assert site.lab.probe(site.place("laptop"), WEB, 22) == Answer("dock1", seen_as=LAPTOP)


def test_a_host_service_on_every_address_can_not_start_beside_it(dock1: Host) -> None:
    """Docker holds the port at the alias, so that it isn't free at every address any more."""
    said = dock1.attempt("busybox httpd -f -p 0.0.0.0:80")
    assert "Address already in use" in said.text


def test_a_new_network_changes_nothing(site: Site, dock1: Host) -> None:
    """Docker's own rules are all there are."""
    dock1.run("docker network create another")
    all_is_served(site)


def test_a_restart_of_docker_changes_nothing(site: Site, dock1: Host) -> None:
    """The address stays while Docker is away."""
    docker_restarted(site, dock1)
    all_is_served(site)


def test_after_a_flush_of_the_ruleset_docker_proxy_serves(site: Site, dock1: Host) -> None:
    """Docker's rules are gone, its proxy isn't: the port is open, the client is lost; a restart of Docker mends it."""
    dock1.run("systemctl enable --quiet --now nftables.service && systemctl reload nftables.service")
    assert site.lab.probe(site.place("laptop"), WEB, 80) == Answer("web", seen_as="172.22.0.1")
    docker_restarted(site, dock1)
    all_is_served(site)


def test_all_of_it_is_there_after_a_boot(site: Site, dock1: Host) -> None:
    """The address comes before Docker, which couldn't start the containers without it."""
    rebooted(site, dock1)
    all_is_served(site)
    dock1.run(f"sh {PLACE}/install status")


def test_removing_takes_the_addresses_away(site: Site, dock1: Host) -> None:
    """Nobody answers for them any more."""
    site.projects["dock1"]["dock1"].down()
    dock1.run(f"sh {PLACE}/install remove")
    assert site.lab.probe(site.place("laptop"), WEB, 80) is Lost.TIMEOUT
    assert site.lab.probe(site.place("laptop"), OWN, 80) == Answer("dock1", seen_as=LAPTOP)
