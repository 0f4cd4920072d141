"""The free addresses around a network."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from lanwright.rules.addressing.free_addresses import FreeAddresses, dhcp_ranges
from lanwright.rules.addressing.same_host_part import same_host_part
from tests.intents import plan_of, site_of
from tests.rules.found import found


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


def test_what_is_free_in_a_subnet_of_its_own_lies_in_it() -> None:
    """A network may stand on a LAN with a part of it, or with another subnet; what the LAN has is taken there, too."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {nas: 192.168.2.7, tv: 192.168.3.9}}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
            networks:
              part: {driver: macvlan, parent: eth0, lan: home, subnet: 192.168.2.0/24, gateway: 192.168.2.1}
              whole: {driver: macvlan, parent: eth0, lan: home}
              other: {driver: macvlan, parent: eth0, subnet: 10.1.0.0/24, gateway: 10.1.0.1}
        """
    site, plan = site_of(text), plan_of(text)
    free, host = FreeAddresses(site, plan), plan.hosts["dock1"]
    rooms = {name: free.on_network(host, network) for name, network in host.networks.items()}
    assert rooms["part"].address(ip_address("192.168.3.9"), "x") == ip_address("192.168.2.254")
    assert rooms["part"].address(ip_address("192.168.2.7"), "x") == ip_address("192.168.2.6")
    assert rooms["part"].address(ip_address("192.168.2.1"), "x") == ip_address("192.168.2.2")
    assert rooms["whole"].address(ip_address("192.168.3.9"), "x") == ip_address("192.168.3.8")
    assert rooms["other"].address(ip_address("10.3.0.7"), "x") == ip_address("10.1.0.254")


def test_a_range_to_hand_out_lies_in_the_networks_own_subnet() -> None:
    """Though the LAN has more."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, dhcp: 192.168.2.0-192.168.2.127}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
            networks:
              part: {driver: macvlan, parent: eth0, lan: home, subnet: 192.168.2.0/24, gateway: 192.168.2.1, ip_range: 192.168.2.64/26}
        """
    (finding,) = found("LW216", text)
    assert finding.fix == "write `ip_range: 192.168.2.128/26`"


def test_a_host_part_moves_into_another_subnet() -> None:
    """The machine's number stays, as far as the subnet has room for it."""
    assert same_host_part(ip_address("192.168.1.50"), ip_network("10.0.0.0/24")) == ip_address("10.0.0.50")
    assert same_host_part(ip_address("10.9.1.50"), ip_network("10.8.0.0/16")) == ip_address("10.8.1.50")
    assert same_host_part(ip_address("fd00:9::5"), ip_network("fd00:8::/64")) == ip_address("fd00:8::5")
