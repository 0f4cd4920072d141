"""The seed_shim sample: a shim with a dummy address, on a host whose own address is on a bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.container import Container
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "seed_shim"
LAPTOP, HOST, WEB, VPN = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"


@pytest.fixture(scope="module", autouse=True)
def _the_host_listens(applied_site: Site) -> None:
    """The sample's host has no service of its own to be asked."""
    applied_site.hosts["dock1"].listen("dock1", "22")


@pytest.fixture(scope="module")
def behind_nat(applied_site: Site) -> Iterator[Container]:
    """A container that isn't the intent's, on docker0."""
    host = applied_site.hosts["dock1"]
    yield host.run_container("nat", "81", options="--restart unless-stopped")
    host.run("docker rm --force nat")


def test_the_host_and_its_containers_reach_each_other(site: Site) -> None:
    """The routes' source is the host's address: the dummy one is never seen."""
    assert_answers(
        site,
        {
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", VPN, 1194, "udp"): Answer("openvpn", seen_as=HOST),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
        },
    )
    assert site.lab.ping(site.place("web"), HOST)


def test_the_lan_reaches_both(site: Site) -> None:
    """Each is seen as itself."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", VPN, 1194, "udp"): Answer("openvpn", seen_as=LAPTOP),
            ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
            ("openvpn", LAPTOP, 80, "udp"): Answer("laptop", seen_as=VPN),
        },
    )


def test_containers_behind_nat_reach_them_as_the_host(site: Site, behind_nat: Container) -> None:
    """MASQUERADE would take the dummy address, which nobody answers: our own table is before it."""
    assert site.lab.probe(behind_nat, WEB, 80) == Answer("web", seen_as=HOST)
    assert site.lab.probe(behind_nat, VPN, 1194, "udp") == Answer("openvpn", seen_as=HOST)


def test_our_rule_stays_the_first_whatever_docker_adds(site: Site, behind_nat: Container) -> None:
    """Docker puts the rules of a new network, and all of them when it starts, at the top of its own chain only."""
    host = site.hosts["dock1"]
    host.run("docker network create later && docker network connect later nat")
    assert site.lab.probe(behind_nat, WEB, 80) == Answer("web", seen_as=HOST)
    host.run("docker network disconnect later nat && docker network rm later")
