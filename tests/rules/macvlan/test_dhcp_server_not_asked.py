"""LW311: Docker's addresses and the LAN's DHCP server."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, DHCP}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
        networks:
          real_lan: {driver: DRIVER, lan: home, parent: eth0, ip_range: 192.168.0.248/29}
        services:
          batch: {networks: {real_lan: ADDRESS}}
    """
DHCP = "dhcp: [192.168.1.0-192.168.1.255]"


def text(dhcp: str = DHCP, driver: str = "macvlan", address: str = "{}") -> str:
    """One service on the LAN."""
    return BASE.replace("DHCP", dhcp).replace("DRIVER", driver).replace("ADDRESS", address)


def test_an_address_of_dockers_choice_is_told_as_an_info() -> None:
    """With the range that it comes from."""
    (item,) = found("LW311", text())
    assert item.severity is Severity.INFO
    assert "the lowest free one of 192.168.0.248/29" in item.why


def test_where_nothing_tells_the_range_it_is_dockers_choice() -> None:
    """A network that is there already, of which the intent names no IPv4 subnet."""
    (item,) = found(
        "LW311", text().replace("ip_range: 192.168.0.248/29", 'external: true, subnet: "fd00:8::/64"')
    )
    assert item.why.startswith("Docker chooses it;")


def test_without_ipv4_there_is_nothing_to_ask_for() -> None:
    without = 'subnet: "fd00:8::/64", options: {com.docker.network.enable_ipv4: "false"}'
    assert messages("LW311", text().replace("ip_range: 192.168.0.248/29", without)) == []


@pytest.mark.parametrize(
    "other", [text(dhcp="mtu: 1500"), text(driver="ipvlan"), text(address="192.168.0.241")]
)
def test_where_nobody_would_ask_nothing_is_told(other: str) -> None:
    """No DHCP server; ipvlan, where one MAC address has one lease; an address that is written."""
    assert messages("LW311", other) == []
