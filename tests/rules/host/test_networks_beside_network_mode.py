"""LW718: what a service can't have beside a `network_mode`."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended

SITE = """
version: 1
hosts:
  dock1:
    networks:
      backend: {driver: bridge, subnet: 10.100.0.0/24}
    services:
      web: {networks: {backend: {}}}
      SERVICES
"""


def said(services: str) -> list[str]:
    """What is wrong."""
    return messages("LW718", SITE.replace("SERVICES", services))


@pytest.mark.parametrize(
    "services",
    [
        "side: {network_mode: 'service:web', listens: [81]}",
        "side: {network_mode: 'service:web', sysctls: {net.ipv4.ip_forward: 1}}",
        "agent: {network_mode: host, sysctls: {kernel.msgmax: 1}}",
        "side: {network_mode: 'service:web', compose: false}",
    ],
)
def test_what_shares_and_has_nothing_of_its_own_is_in_order(services: str) -> None:
    """Sysctls of another container's network may be set (measured), and what compose doesn't run isn't its business."""
    assert said(services) == []


def test_networks_are_refused_wherever_the_container_is_run() -> None:
    """Neither compose nor `docker network connect` takes them."""
    for compose in ("true", "false"):
        services = f"agent: {{network_mode: host, networks: {{backend: {{}}}}, compose: {compose}}}"
        assert said(services) == ["`agent` has `network_mode: host` and `networks`"]


def test_a_sidecar_of_one_in_the_hosts_network_sets_no_sysctl_either() -> None:
    """It is in that network as well; its ports are refused all the same."""
    services = (
        "agent: {network_mode: host}\n"
        "      side: {network_mode: 'service:agent', sysctls: {net/ipv4/ip_forward: 1}, publish: [81]}"
    )
    assert said(services) == [
        "`side` is in the host's network, and sets net/ipv4/ip_forward",
        "`side` has `network_mode: service:agent` and publishes 81/tcp",
    ]


def test_a_loop_is_told_for_those_in_it() -> None:
    """Who shares the network of one of them only waits for it."""
    services = (
        "one: {network_mode: 'service:two'}\n      two: {network_mode: 'service:one'}\n"
        "      three: {network_mode: 'service:one'}\n      self: {network_mode: 'service:self'}"
    )
    loops = found("LW718", SITE.replace("SERVICES", services))
    assert [item.message.partition(" ")[0] for item in loops] == ["`one`", "`two`", "`self`"]


def test_another_project_is_another_world() -> None:
    """So is what compose doesn't run."""
    for other in ("project: jobs", "compose: false"):
        services = (
            f"job: {{networks: {{backend: {{}}}}, {other}}}\n      side: {{network_mode: 'service:job'}}"
        )
        assert len(said(services)) == 1


def after(services: str) -> list[str]:
    """What its edits write."""
    return mended("LW718", SITE.replace("SERVICES", services))


def test_a_sidecars_port_moves_to_where_the_network_is() -> None:
    """With all that it says; where it is there already it only goes, and so it does in the host's network."""
    side = "side: {{network_mode: 'service:web', publish: [{}]}}"
    assert after(side.format("{address: 127.0.0.1, port: 8081/udp, to: 81/udp, via: docker}")) == [
        (
            "web: {networks: {backend: {}}, publish: [{address: 127.0.0.1, port: 8081/udp, to: 81/udp, via: docker}]} "
            "side: {network_mode: 'service:web'}"
        )
    ]
    assert after(side.format("8081-8085")) == [
        "web: {networks: {backend: {}}, publish: [{port: 8081-8085}]} side: {network_mode: 'service:web'}"
    ]
    twice = "db: {networks: {backend: {}}, publish: [81]}\n      " + side.format("81, 82").replace(
        "web", "db"
    )
    assert after(twice) == [
        "side: {network_mode: 'service:db', publish: [82]}",
        "db: {networks: {backend: {}}, publish: [81, {port: 82}]} side: {network_mode: 'service:db', publish: [81]}",
    ]
    assert after("agent: {network_mode: host, publish: [81]}") == ["agent: {network_mode: host}"]


def test_a_sidecar_goes_into_the_project_of_its_network() -> None:
    """Not where its name is another's there, nor where compose runs nothing."""
    job = "job: {networks: {backend: {}}, project: jobs}\n      side: {network_mode: 'service:job'"
    assert after(job + "}") == ["side: {network_mode: 'service:job', project: jobs}"]
    assert after(job + ", service: job}") == ["-"]
    assert after(job.replace("project: jobs", "compose: false") + "}") == ["-"]


def test_what_goes_of_networks_and_mode_is_for_a_person_to_say() -> None:
    """So is what ends a loop, and what is to be set on the host."""
    assert after("agent: {network_mode: host, networks: {backend: {}}}") == ["-"]
    assert after("agent: {network_mode: host, sysctls: {net.core.somaxconn: 1}}") == ["-"]
    assert after("one: {network_mode: 'service:one'}") == ["-"]
