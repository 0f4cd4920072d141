"""The macvlan sample: every container a machine of the LAN, and the shim that brings its host to it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.container import Container
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "macvlan"
LAPTOP, HOST, WEB, MAIL = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"
RANGE = ip_network("192.168.0.248/29")


def test_the_lan_and_a_container_are_neighbours(site: Site) -> None:
    """Each is seen as itself."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", MAIL, 25, "tcp"): Answer("mail", seen_as=LAPTOP),
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=WEB),
            ("web", LAPTOP, 80, "udp"): Answer("laptop", seen_as=WEB),
            ("web", MAIL, 80, "tcp"): Answer("mail", seen_as=WEB),
        },
    )
    assert site.lab.ping(site.place("laptop"), WEB)


def test_the_host_and_its_containers_are_too(site: Site) -> None:
    """Through the shim, which has the host's own address: nobody sees another one."""
    assert_answers(
        site,
        {
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", MAIL, 25, "tcp"): Answer("mail", seen_as=HOST),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("mail", HOST, 22, "tcp"): Answer("dock1", seen_as=MAIL),
        },
    )
    assert site.lab.ping(site.place("dock1"), WEB)
    assert site.lab.ping(site.place("web"), HOST)


def test_the_lan_reaches_the_host_as_before(site: Site) -> None:
    """Two links have its address now; the LAN's answer is still its own."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
            ("dock1", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
        },
    )


def test_a_container_without_an_address_has_one_of_the_range(site: Site) -> None:
    """It is reached by the host and by the LAN like the others."""
    batch = site.hosts["dock1"].run(
        "docker inspect -f '{{.NetworkSettings.Networks.real_lan.IPAddress}}' dock1-batch-1"
    )
    assert ip_address(batch.strip()) in RANGE
    assert site.lab.ping(site.place("laptop"), batch.strip())
    assert site.lab.ping(site.place("dock1"), batch.strip())


@pytest.fixture(scope="module")
def behind_nat(applied_site: Site) -> Iterator[Container]:
    """A container that isn't the intent's, on docker0, with a published port."""
    host = applied_site.hosts["dock1"]
    yield host.run_container("nat", "81", options="--restart unless-stopped -p 8081:81")
    host.run("docker rm --force nat")


def test_containers_behind_nat_reach_them_as_the_host(site: Site, behind_nat: Container) -> None:
    """MASQUERADE takes the shim's address, which is the host's: no rule of ours is needed. The way back is a published port."""
    assert site.lab.probe(behind_nat, WEB, 80) == Answer("web", seen_as=HOST)
    assert site.lab.probe(site.place("web"), HOST, 8081) == Answer("nat", seen_as=WEB)
