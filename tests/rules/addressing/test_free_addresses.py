"""The free addresses around a network."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from lanwright.rules.addressing.free_addresses import dhcp_ranges
from lanwright.rules.addressing.same_host_part import same_host_part
from tests.intents import plan_of


def test_a_reversed_dhcp_range_is_none() -> None:
    """LW227 tells it; as an interval it would make other addresses look free or taken."""
    plan = plan_of("""
        version: 1
        lans: {home: {subnet: 192.168.0.0/24, dhcp: [192.168.0.9-192.168.0.2, 192.168.0.20-192.168.0.29, 192.168.0.40-192.168.0.40]}}
        """)
    assert [str(item) for item in dhcp_ranges(plan.lans["home"])] == [
        "192.168.0.20-192.168.0.29",
        "192.168.0.40",
    ]


def test_a_host_part_moves_into_another_subnet() -> None:
    """The machine's number stays, as far as the subnet has room for it."""
    assert same_host_part(ip_address("192.168.1.50"), ip_network("10.0.0.0/24")) == ip_address("10.0.0.50")
    assert same_host_part(ip_address("10.9.1.50"), ip_network("10.8.0.0/16")) == ip_address("10.8.1.50")
    assert same_host_part(ip_address("fd00:9::5"), ip_network("fd00:8::/64")) == ip_address("fd00:8::5")
