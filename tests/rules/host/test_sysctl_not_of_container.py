"""LW726: which sysctls a container may have."""

from __future__ import annotations

import pytest

from tests.rules.found import messages


def told(key: str, more: str = "networks: {net1: {}}", others: str = "") -> list[str]:
    """What is found for one sysctl of a service."""
    text = f"""
        version: 1
        hosts:
          dock1:
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}}}
            services: {{{others}web: {{{more}, sysctls: {{{key}: "1"}}}}}}
        """
    return messages("LW726", text)


@pytest.mark.parametrize("key", ["vm.swappiness", "kernel.pid_max", "fs.file-max", "kernel/threads-max"])
def test_the_hosts_own_are_told(key: str) -> None:
    """In either way of writing."""
    assert told(key) == [f"`{key}` isn't a container's own"]


@pytest.mark.parametrize(
    "key",
    [
        "net.ipv4.conf.eth0",
        "net.ipv4.conf.eth0.rp_filter",
        "net/ipv6/conf/eth0/accept_ra",
        "net.ipv4.neigh.eth1.gc_stale_time",
    ],
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


def test_in_the_hosts_network_the_interface_is_there() -> None:
    """LW718 tells of those; so it is for a sidecar of what is in it."""
    key = "net.ipv4.conf.eth0.rp_filter"
    assert told(key, "network_mode: host") == []
    sidecar = "project: shop, network_mode: 'service:app'"
    app = "app: {project: shop, network_mode: host}, "
    assert told(key, sidecar, app) == []
