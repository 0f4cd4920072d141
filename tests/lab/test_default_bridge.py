"""Docker's default bridge: containers hide behind the host, published ports show them the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.container import Container
    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.machine import Machine

pytestmark = [pytest.mark.lab, pytest.mark.usefixtures("laptop", "web")]

HOST, LAPTOP = "192.168.0.231", "192.168.0.50"
both_protocols = pytest.mark.parametrize("protocol", ["tcp", "udp"])


@pytest.fixture(scope="module")
def web(dock1: Host) -> Container:
    """A container on the default bridge that publishes its port 80 as 8080."""
    dock1.start_docker()
    return dock1.run_container("web", "80", "80/udp", "81", options="-p 8080:80/tcp -p 8080:80/udp")


@both_protocols
def test_a_container_is_seen_as_its_host(lab: Lab, web: Container, protocol: str) -> None:
    """What leaves the default bridge carries the host's LAN address."""
    assert lab.probe(web, LAPTOP, 80, protocol) == Answer("laptop", seen_as=HOST)


def test_a_container_reaches_the_lan_by_ping(lab: Lab, web: Container) -> None:
    """An echo from the container comes back through the host's NAT."""
    assert lab.ping(web, LAPTOP)


@both_protocols
def test_a_published_port_keeps_the_client(lab: Lab, laptop: Machine, protocol: str) -> None:
    """A LAN client that asks the published port is seen as itself."""
    assert lab.probe(laptop, HOST, 8080, protocol) == Answer("web", seen_as=LAPTOP)


def test_the_host_is_seen_by_its_way_in(lab: Lab, web: Container) -> None:
    """The host is seen as its LAN address when it asks that, and as docker0 when it asks 127.0.0.1 (the proxy)."""
    assert lab.probe(web.host, HOST, 8080) == Answer("web", seen_as=HOST)
    assert lab.probe(web.host, "127.0.0.1", 8080) == Answer("web", seen_as="172.17.0.1")


def test_an_unpublished_port_is_refused(lab: Lab, laptop: Machine) -> None:
    """On the host's address nobody listens for a port that isn't published."""
    assert lab.probe(laptop, HOST, 81) is Lost.REFUSED


def test_a_route_to_the_container_does_not_help(lab: Lab, laptop: Machine, web: Container) -> None:
    """Docker drops LAN packets that are routed straight to a container, even to a published port."""
    laptop.run(f"ip route replace 172.17.0.0/16 via {HOST}")
    assert lab.probe(laptop, "172.17.0.2", 80) is Lost.TIMEOUT
    assert lab.probe(web.host, "172.17.0.2", 80) == Answer("web", seen_as="172.17.0.1")
