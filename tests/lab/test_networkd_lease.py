"""An interface of ours that takes its address from the LAN's DHCP server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import networkd as target
from tests.intents import LAN, host_of
from tests.lab import networkd
from tests.lab.eventually import eventually

if TYPE_CHECKING:
    from tests.lab.host import Host
    from tests.lab.lab import Lab

pytestmark = pytest.mark.lab

SERVER = """
[Match]
Name=eth0

[Network]
Address=192.168.0.2/22
DHCPServer=yes

[DHCPServer]
PoolOffset=100
PoolSize=50
EmitRouter=yes
Router=192.168.0.1
"""
LEASE = re.compile(r"192\.168\.0\.1[0-4][0-9]/22")
INTERFACES = (
    "{{br0: {{kind: bridge, ports: [eth0], lan: home, dhcp: true, managed: true{more}}}, eth0: {{}}}}"
)
NETWORKS = """
    networks:
      real_lan: {driver: macvlan, parent: br0, lan: home, ip_range: 192.168.0.248/29, host_access: {address: 192.168.0.240/32}}
    services: {site: {publish: [{address: 192.168.0.232, port: 80}]}}
"""


def host_in(lab: Lab, name: str, more: str = "") -> Host:
    """A host whose bridge's address is a lease; a shim stands on it, and an alias beside the lease."""
    interfaces = INTERFACES.format(more=more)
    text = f"{LAN}\nhosts:\n  dock1:\n    network: networkd\n    interfaces: {interfaces}{NETWORKS}"
    host = lab.host(name)
    lab.lans["home"].plug(host, "eth0")
    for artifact in target.emit(host_of(text)).artifacts:
        host.write(artifact.destination or "", artifact.content)
    host.run(f"systemctl start {networkd.SERVICE}")
    networkd.settle(host)
    return host


@pytest.fixture(scope="module", autouse=True)
def server(lab: Lab) -> None:
    """The LAN's DHCP server."""
    lab.lan("home", "192.168.0.1/22")
    server = lab.host("dhcp-server")
    lab.lans["home"].plug(server, "eth0")
    networkd.set_up(server, {"20-lan.network": SERVER})


def test_the_lease_brings_address_and_route(lab: Lab) -> None:
    """The alias and the shim are there beside it."""
    host = host_in(lab, "leased")

    def brought() -> None:
        assert host.run("ip -4 route show default").startswith("default via 192.168.0.1 dev br0 ")
        held = host.run("ip -4 -br addr show dev br0")
        assert "192.168.0.232/32" in held
        assert LEASE.search(held)
        assert "192.168.0.240/32" in host.attempt("ip -4 -br addr show dev shim-real_lan").stdout
        assert "192.168.0.248/29" in host.attempt("ip -4 route show dev shim-real_lan").stdout

    eventually(brought)
    assert networkd.complaints(host) == []


def test_without_the_default_route_the_lease_brings_none(lab: Lab) -> None:
    """The host leaves by another interface."""
    host = host_in(lab, "bound", ", default_route: false")

    def leased() -> None:
        assert LEASE.search(host.run("ip -4 -br addr show dev br0"))

    eventually(leased)
    networkd.settle(host)
    assert host.run("ip -4 route show default") == ""
