"""LW718: what a service can't have beside a `network_mode`."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

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
