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
              eth0: {{lan: office, address: [192.168.10.20/24, "fd00:10::20/64"]}}
              eth1: {{lan: guests, address: 192.168.20.20/24}}
            networks:
              backend: {{driver: bridge, {network}}}
            services:
              web: {{networks: {{backend: {{}}}}, publish: [{publish}]}}
              mail: {{networks: {{backend: {{}}}}, publish: [{{port: 25, address: 192.168.10.25}}]}}
        """


@pytest.mark.parametrize("publish", ["80", "{port: 8080, to: 80}", "{port: 80, address: 0.0.0.0}"])
def test_a_port_without_an_address_is_open_on_every_lan(publish: str) -> None:
    """An information, told once for both families, with the LANs and the addresses that might be meant."""
    (finding,) = found("LW614", site(publish))
    assert finding.severity is Severity.INFO
    assert "`guests` and `office`" in finding.message
    assert finding.fix == (
        "write `address: 192.168.10.20` or `address: 192.168.20.20` or `address: 127.0.0.1`, if it is meant for less"
    )


def test_at_every_ipv6_address_ipv6_ones_are_meant() -> None:
    """The host's, or its loopback address."""
    (finding,) = found("LW614", site('{port: 80, address: "::"}'))
    assert finding.fix == "write `address: fd00:10::20` or `address: ::1`, if it is meant for less"


def test_each_port_is_told() -> None:
    """On a host of no LAN that is written it is open to whoever gets there."""
    assert len(messages("LW614", site("80, 443"))) == 2
    bare = "version: 1\nhosts: {dock1: {services: {web: {publish: [80]}}}}\n"
    assert messages("LW614", bare) == ["`web` publishes 80/tcp on every address: reachable from everywhere"]


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
