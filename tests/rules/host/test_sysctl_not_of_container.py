"""LW726: which sysctls a container may have."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def told(key: str, more: str = "networks: {net1: {}}") -> list[str]:
    """What is found for one sysctl of a service."""
    text = f"""
        version: 1
        hosts:
          dock1:
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}}}
            services: {{web: {{{more}, sysctls: {{{key}: "1"}}}}}}
        """
    return messages("LW726", text)


@pytest.mark.parametrize("key", ["vm.swappiness", "kernel.pid_max", "fs.file-max", "kernel/threads-max"])
def test_the_hosts_own_are_told(key: str) -> None:
    """In either way of writing."""
    assert told(key) == [f"`{key}` isn't a container's own"]


@pytest.mark.parametrize(
    "key",
    ["net.ipv4.conf.eth0.rp_filter", "net/ipv6/conf/eth0/accept_ra", "net.ipv4.neigh.eth1.gc_stale_time"],
)
def test_those_of_an_interface_are_told(key: str) -> None:
    """It isn't there yet."""
    assert told(key) == [f"`{key}` is of an interface that isn't there yet when Docker sets it"]


@pytest.mark.parametrize(
    "key",
    [
        "net.ipv4.ip_forward",
        "net.ipv4.conf.all.rp_filter",
        "net/ipv6/conf/default/accept_ra",
        "net.ipv4.conf.lo.route_localnet",
        "kernel.shmmax",
        "kernel.sem",
        "fs.mqueue.msg_max",
    ],
)
def test_its_own_are_not_told(key: str) -> None:
    """Of network, IPC and message queues."""
    assert told(key) == []


@pytest.mark.parametrize(
    ("version", "key", "severity"),
    [
        ("26", "net.ipv4.conf.eth0.rp_filter", Severity.WARNING),
        ("26", "net.ipv4.conf.eth1.rp_filter", Severity.ERROR),
        ("27", "net.ipv4.conf.eth0.rp_filter", Severity.ERROR),
    ],
)
def test_docker_26_has_made_the_interfaces(version: str, key: str, severity: Severity) -> None:
    """Those that the service has."""
    (item,) = found(
        "LW726",
        f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}"}}
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}}}
            services: {{web: {{networks: {{net1: {{}}}}, sysctls: {{{key}: "1"}}}}}}
        """,
    )
    assert item.severity is severity
