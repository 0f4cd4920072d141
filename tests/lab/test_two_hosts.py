"""Two Docker hosts share one LAN: each container is a neighbour of everybody but its own host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.lab import Lab
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

RANGES = {"dock1": "192.168.0.240/29", "dock2": "192.168.0.248/29"}
CONTAINERS = {"dock1": ("web", "192.168.2.10", "80"), "dock2": ("mail", "192.168.2.20", "25")}


@pytest.fixture(scope="module")
def site(lab: Lab) -> Site:
    """The two_hosts sample's site, its networks and containers made by hand, without shims."""
    site = sample.built(lab, "two_hosts")
    for name, host in site.hosts.items():
        subnet = f"--subnet 192.168.0.0/22 --gateway 192.168.0.1 --ip-range {RANGES[name]}"
        service, address, port = CONTAINERS[name]
        host.run(f"docker network create --driver macvlan -o parent=eth0 {subnet} real_lan")
        host.run_container(service, port, options=f"--network real_lan --ip {address}")
    return site


def test_containers_of_two_hosts_are_neighbours(lab: Lab, site: Site) -> None:
    """A container of one host reaches one of the other, with its own address."""
    web = site.hosts["dock1"].container("web")
    assert lab.probe(web, "192.168.2.20", 25) == Answer("mail", seen_as="192.168.2.10")


def test_a_host_reaches_the_other_hosts_container_only(lab: Lab, site: Site) -> None:
    """What macvlan keeps apart is a container and its own host."""
    assert lab.probe(site.place("dock2"), "192.168.2.10", 80) == Answer("web", seen_as="192.168.0.232")
    assert lab.probe(site.place("dock1"), "192.168.2.10", 80) is Lost.TIMEOUT


def test_the_hosts_reach_each_other(lab: Lab, site: Site) -> None:
    """The hosts' own services answer across the LAN."""
    assert lab.probe(site.place("dock1"), "192.168.0.232", 22) == Answer("dock2", seen_as="192.168.0.231")
