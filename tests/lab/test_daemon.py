"""dockerd and its daemon.json: which subnets it hands out, and what it says when it refuses to start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lab.host import DockerFailedError

if TYPE_CHECKING:
    from tests.lab.host import Host
    from tests.lab.lab import Lab

pytestmark = pytest.mark.lab

POOLS = [{"base": "10.201.0.0/16", "size": 24}, {"base": "10.202.0.0/16", "size": 24}]


@pytest.fixture(scope="module")
def dock2(lab: Lab) -> Host:
    """A host without any cable."""
    return lab.host("dock2")


def subnet_of(host: Host, network: str) -> str:
    return host.run(f"docker network inspect -f '{{{{(index .IPAM.Config 0).Subnet}}}}' {network}").strip()


def test_a_pool_smaller_than_its_networks_stops_dockerd(dock2: Host) -> None:
    """A network size wider than the pool is refused at the start, in dockerd's own words."""
    dock2.write(
        "/etc/docker/daemon.json",
        json.dumps({"default-address-pools": [{"base": "10.201.0.0/24", "size": 16}]}),
    )
    with pytest.raises(
        DockerFailedError, match=r"has a smaller prefix \(/24\) than the target size of that pool \(/16\)"
    ):
        dock2.start_docker()


def test_networks_come_from_the_pools_in_order(dock2: Host) -> None:
    """docker0 has the bip, networks get the pool's subnets one after another, the first address is the gateway."""
    dock2.write(
        "/etc/docker/daemon.json", json.dumps({"bip": "10.200.0.1/24", "default-address-pools": POOLS})
    )
    dock2.start_docker()
    assert "inet 10.200.0.1/24 " in dock2.run("ip addr show dev docker0")
    for name in ("one", "two", "three"):
        dock2.run(f"docker network create {name}")
    assert [subnet_of(dock2, name) for name in ("one", "two", "three")] == [
        "10.201.0.0/24",
        "10.201.1.0/24",
        "10.201.2.0/24",
    ]
    assert "inet 10.201.0.1/24 " in dock2.run("ip -4 addr")


def test_networks_keep_their_subnets_over_a_reboot(dock2: Host) -> None:
    """After a boot Docker is there again with the same networks, and the next one gets the next subnet."""
    dock2.reboot()
    assert subnet_of(dock2, "two") == "10.201.1.0/24"
    dock2.run("docker network create four")
    assert subnet_of(dock2, "four") == "10.201.3.0/24"
