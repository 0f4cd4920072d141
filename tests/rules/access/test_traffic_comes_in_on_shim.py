"""LW621: which packets come in on a shim."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(host: str, access: str = "true", driver: str = "macvlan") -> str:
    """A dual-stack host with a shim."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}}
        hosts:
          dock1:
            {host}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            networks:
              real_lan: {{driver: {driver}, parent: eth0, lan: home, host_access: {access}}}
            services:
              web: {{networks: {{real_lan: [192.168.0.241, 'fd00:8::42']}}}}
        """


def test_with_iptables_nothing_keeps_the_shim_silent() -> None:
    """The fix: another tool, other rules, or an address that the LAN doesn't know."""
    (finding,) = found("LW621", site("firewall: iptables"))
    assert finding.message.startswith("what the LAN sends to the host by IPv6 may")
    for way in ("`firewall: nftables`", "`shim-real_lan`", '`address: "fd00:8::2/128"`'):
        assert way in finding.fix


@pytest.mark.parametrize(
    ("host", "access"),
    [
        ("firewall: nftables", "true"),
        ("firewall: iptables", "{address: [192.168.0.231/32, 'fd00:8::239/128']}"),
        ("firewall: iptables", "false"),
    ],
)
def test_a_silent_shim_is_right(host: str, access: str) -> None:
    """On nftables hosts a rule of ours sees to it; an address of its own isn't the host's."""
    assert messages("LW621", site(host, access)) == []


def test_a_host_without_ipv6_there_has_no_such_packets() -> None:
    """ARP is answered by the parent first."""
    text = site("firewall: iptables").replace(", 'fd00:8::17/64'", "")
    assert messages("LW621", text) == []


@pytest.mark.parametrize(("clients", "told"), [("'fd00:9::/64'", 1), ("10.8.0.0/24", 0)])
def test_where_ipv6_clients_of_a_vpn_are_led_to_routers_may_ask(clients: str, told: int) -> None:
    """nftables is written already."""
    text = site("firewall: nftables").replace("web: {", f"web: {{clients: {clients}, ")
    items = found("LW621", text)
    assert [item.message.startswith("what a router of the LAN sends") for item in items] == [True] * told
    assert not any("nftables" in item.fix for item in items)


def test_an_ipvlan_shim_with_the_hosts_address_is_another_rules() -> None:
    """It costs the host its LAN (LW404)."""
    own = "{address: [192.168.0.231/32, 'fd00:8::17/128']}"
    assert messages("LW621", site("firewall: iptables", own, driver="ipvlan")) == []


def test_where_no_address_is_left_none_is_proposed() -> None:
    """A subnet for a router, a host and a container."""
    text = (
        site("firewall: iptables")
        .replace("fd00:8::/64", "fd00:8::/126")
        .replace("fd00:8::17/64", "fd00:8::2/126")
    )
    (finding,) = found("LW621", text.replace("fd00:8::42", "fd00:8::3"))
    assert finding.fix == "write `firewall: nftables`, or let such rules name `shim-real_lan` too"
