"""The nat sample: containers behind the host's address, ports published at all of its addresses, at one, at none of the LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "nat"
LAPTOP, HOST, LOOPBACK, DB = "192.168.0.50", "192.168.0.231", "127.0.0.1", "172.22.0.10"
BRIDGE = "172.22.0.128"  # the first address of the ip_range, as Docker chooses it


def test_a_port_published_without_an_address_is_served_at_all_of_them(site: Site) -> None:
    """The LAN keeps its source; what goes through docker-proxy comes from the bridge."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 8080, "tcp"): Answer("web", seen_as=LAPTOP),
            ("dock1", HOST, 8080, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", LOOPBACK, 8080, "tcp"): Answer("web", seen_as=BRIDGE),
        },
    )


def test_a_port_published_at_one_address_is_served_there_alone(site: Site) -> None:
    """On the loopback nobody listens."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 8443, "tcp"): Answer("web", seen_as=LAPTOP),
            ("dock1", HOST, 8443, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", LOOPBACK, 8443, "tcp"): Lost.REFUSED,
        },
    )


def test_a_port_published_at_the_loopback_is_the_hosts_alone(site: Site) -> None:
    """The LAN is refused."""
    assert_answers(
        site,
        {
            ("dock1", LOOPBACK, 5432, "tcp"): Answer("db", seen_as=BRIDGE),
            ("laptop", HOST, 5432, "tcp"): Lost.REFUSED,
        },
    )


def test_the_hosts_own_service_keeps_its_port(site: Site) -> None:
    """It listens at the same address, on another port."""
    assert_answers(site, {("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP)})


def test_a_container_is_seen_as_its_host(site: Site) -> None:
    """What leaves is masqueraded, by TCP, UDP and ping."""
    assert_answers(
        site,
        {
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
            ("web", LAPTOP, 80, "udp"): Answer("laptop", seen_as=HOST),
            ("db", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
        },
    )
    assert site.lab.ping(site.place("web"), LAPTOP)


def test_no_container_is_reached_at_its_own_address(site: Site) -> None:
    """Docker drops what the LAN routes to it, published or not; the host itself gets through."""
    site.devices["laptop"].run(f"ip route replace 172.22.0.0/24 via {HOST}")
    assert_answers(
        site,
        {
            ("laptop", DB, 5432, "tcp"): Lost.TIMEOUT,
            ("dock1", DB, 5432, "tcp"): Answer("db", seen_as=BRIDGE),
        },
    )
    assert not site.lab.ping(site.place("laptop"), DB)


def test_containers_of_one_network_find_each_other_by_name(site: Site) -> None:
    """By the service's name and by its alias, each with its own address."""
    asked = "import socket; print(socket.create_connection(('{}', 80)).makefile().read())"
    for name in ("web", "www"):
        said = site.hosts["dock1"].run(f'docker exec dock1-db-1 python3 -c "{asked.format(name)}"')
        assert said.strip() == f"web saw {DB}"
