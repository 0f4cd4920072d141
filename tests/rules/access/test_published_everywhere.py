"""LW614: ports that are open on every address of the host."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(publish: str, network: str = "subnet: 172.22.0.0/24") -> str:
    """A host on two LANs."""
    return f"""
        version: 1
        lans:
          office: {{subnet: 192.168.10.0/24, gateway: 192.168.10.1}}
          guests: {{subnet: 192.168.20.0/24, gateway: 192.168.20.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: office, address: 192.168.10.20/24}}
              eth1: {{lan: guests, address: 192.168.20.20/24}}
            networks:
              backend: {{driver: bridge, {network}}}
            services:
              web: {{networks: {{backend: {{}}}}, publish: [{publish}]}}
        """


@pytest.mark.parametrize("publish", ["80", "{port: 8080, to: 80}", "{port: 80, address: 0.0.0.0}"])
def test_a_port_without_an_address_is_open_on_every_lan(publish: str) -> None:
    """An information, told once for both families, with the LANs and the addresses that might be meant."""
    (finding,) = found("LW614", site(publish))
    assert finding.severity is Severity.INFO
    assert "`guests` and `office`" in finding.message
    assert "`address: 192.168.10.20`" in finding.fix


@pytest.mark.parametrize(
    "publish",
    [
        "{port: 80, address: 192.168.10.20}",
        "{port: 80, address: 127.0.0.1}",
        "{port: 80, address: 192.168.10.99, via: dnat}",
    ],
)
def test_a_port_with_an_address_is_open_there(publish: str) -> None:
    """Nothing to tell."""
    assert messages("LW614", site(publish)) == []


def test_a_networks_own_default_address_counts() -> None:
    """Docker's option gives the address where none is written."""
    option = "options: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}"
    assert messages("LW614", site("80", f"subnet: 172.22.0.0/24, {option}")) == []
