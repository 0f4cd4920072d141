"""Docker 26: no packet rules for IPv6 unless it is told to, and unpublished ports that only FORWARD's policy closes.

docs/facts.md (dockerd 26.1.5), DOCKER.md section 5.3.
"""

from __future__ import annotations

import pytest

from tests.trace.asking import asked

SITE = """
    version: 1
    lans:
      office: {{subnet: [10.1.0.0/20, 'fd12:3::/64'], gateway: [10.1.0.1, 'fd12:3::1'], ra: false, routes: [{{to: 10.90.0.0/24, via: 10.1.2.3}}], devices: {{desk: [10.1.4.4, 'fd12:3::44']}}}}
    hosts:
      srv:
        sysctls: {{{sysctls}}}
        interfaces: {{eth0: {{lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}}}}
        docker: {{{docker}}}
        networks:
          one: {{driver: bridge, subnet: [10.90.0.0/24, 'fd90::/64']}}
        services:
          pub: {{networks: {{one: [10.90.0.50, 'fd90::50']}}, listens: [80/tcp, 81/tcp], publish: [{{port: 8080, to: 80}}]}}
    """
BY_ITSELF = 'version: "26", settings: {experimental: false}'
"""Docker 26 without the keys that Lanwright gives it for IPv6."""
FORWARDING = "net.ipv4.ip_forward: 1"


@pytest.mark.parametrize(
    ("docker", "sysctls", "source", "address", "port", "outcome"),
    [
        ('version: "26"', "", "desk", "10.1.2.3", "8080", "saw 10.1.4.4"),
        ('version: "26"', "", "pub", "10.1.4.4", "", "saw 10.1.2.3"),
        (BY_ITSELF, "", "desk", "fd12:3::3", "8080", "saw fd90::1"),
        (BY_ITSELF, "", "pub", "fd12:3::44", "", "lost-in-the-internet"),
        ('version: "26"', "", "desk", "fd12:3::3", "8080", "saw fd12:3::44"),
        ('version: "26"', "", "pub", "fd12:3::44", "", "saw fd12:3::3"),
        ('version: "27"', "", "desk", "fd12:3::3", "8080", "saw fd12:3::44"),
        ('version: "26"', "", "desk", "10.90.0.50", "80", "saw 10.1.4.4"),
        ('version: "26"', "", "desk", "10.90.0.50", "81", "forward-policy"),
        ('version: "26"', FORWARDING, "desk", "10.90.0.50", "81", "saw 10.1.4.4"),
        ('version: "28"', "", "desk", "10.90.0.50", "80", "docker-direct-access"),
        ('version: "28"', FORWARDING, "desk", "10.90.0.50", "81", "docker-direct-access"),
        ('version: "28.1"', "", "desk", "10.90.0.50", "81", "docker-unpublished-port"),
    ],
)
def test_the_versions_differ_as_they_were_seen_to(  # noqa: PLR0917 - a table's columns
    docker: str, sysctls: str, source: str, address: str, port: str, outcome: str
) -> None:
    """To a container's address over the router, with FORWARD closed by Docker and open."""
    assert asked(SITE.format(docker=docker, sysctls=sysctls), source, address, port) == outcome


UDP = """
    version: 1
    lans:
      office: {{subnet: 10.1.0.0/20, gateway: 10.1.0.1, devices: {{desk: 10.1.4.4}}}}
    hosts:
      srv:
        interfaces: {{eth0: {{lan: office, address: 10.1.2.3/20}}}}
        docker: {{version: "{docker}"}}
        networks:
          one: {{driver: bridge, subnet: 10.90.0.0/24}}
        services:
          names: {{networks: {{one: 10.90.0.53}}, listens: [53/udp, 53/tcp], publish: [{{{at}port: "53/{protocol}"}}]}}
          app: {{networks: {{one: 10.90.0.50}}}}
    """


@pytest.mark.parametrize(
    ("docker", "at", "protocol", "source", "outcome"),
    [
        ("26", "", "udp", "app", "reply-from-another-address"),
        ("26", "", "udp", "desk", "saw 10.1.4.4"),
        ("26", "", "tcp", "app", "saw 10.90.0.1"),
        ("26", "address: 10.1.2.3, ", "udp", "app", "saw 10.90.0.1"),
        ("27.5", "", "udp", "app", "reply-from-another-address"),
        ("28", "", "udp", "app", "saw 10.90.0.1"),
    ],
)
def test_docker_proxy_answers_udp_from_where_it_was_asked_from_28_on(
    docker: str, at: str, protocol: str, source: str, outcome: str
) -> None:
    """Before, from the bridge's address: where the port is published on every one of the host's."""
    text = UDP.format(docker=docker, at=at, protocol=protocol)
    assert asked(text, source, "10.1.2.3", f"53/{protocol}") == outcome
